package dev.voltad.daemon.update;

/** What a daemon says to the one that it takes over from; one release says them to another. */
public final class HandoverWord {
  /** It has started, and waits for the daemon's lock. */
  public static final String READY = "READY";

  /** It serves: its own request was answered through the socket that all use. */
  public static final String HEALTHY = "HEALTHY";

  /** It has proved itself, and needs nobody to fall back on. */
  public static final String COMMITTED = "COMMITTED";

  private HandoverWord() {}
}

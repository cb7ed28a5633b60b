package dev.voltad.protocol;

/** The paths of the local API: {@code docs/protocol.md}. */
public final class Resources {
  public static final String STATUS = "/v1/status";
  public static final String MIGRATIONS = "/v1/migrations";
  public static final String STOP = "/v1/stop";

  /**
   * A header of {@link #STATUS}: {@code true} or {@code false}, as in the body, for whoever asked
   * for text.
   */
  public static final String HEALTHY_HEADER = "voltad-healthy";

  private Resources() {}
}

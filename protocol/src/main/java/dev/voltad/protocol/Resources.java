package dev.voltad.protocol;

/** The paths of the local API: {@code docs/protocol.md}. */
public final class Resources {
  public static final String STATUS = "/v1/status";
  public static final String MIGRATIONS = "/v1/migrations";
  public static final String STOP = "/v1/stop";

  private Resources() {}
}

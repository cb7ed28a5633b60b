package dev.voltad.protocol;

/** The paths of the local API: {@code docs/protocol.md}. */
public final class Resources {
  public static final String STATUS = "/v1/status";
  public static final String MIGRATIONS = "/v1/migrations";
  public static final String REPAIRS = "/v1/repairs";
  public static final String JOBS = "/v1/jobs";
  public static final String EVENTS = "/v1/events";
  public static final String UPDATES = "/v1/updates";
  public static final String ROLLBACKS = "/v1/rollbacks";
  public static final String HOLD = "/v1/hold";
  public static final String POLICY = "/v1/policy";
  public static final String LOCK = "/v1/lock";
  public static final String METRICS = "/metrics";
  public static final String RELOAD = "/v1/reload";
  public static final String STOP = "/v1/stop";

  /**
   * A header of {@link #STATUS}: {@code true} or {@code false}, as in the body, for whoever asked
   * for text.
   */
  public static final String HEALTHY_HEADER = "voltad-healthy";

  private Resources() {}
}

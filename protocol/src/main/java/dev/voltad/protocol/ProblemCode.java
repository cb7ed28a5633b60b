package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Every way in which a program or the daemon can refuse or fail: the id that is shown and the exit
 * code that goes with it. Codes below 20, and 126 and 127, are upstream's. Ids and numbers never
 * change their meaning.
 */
public enum ProblemCode {
  INTERNAL(1, 500),
  BUSY(1, 503),
  BAD_REQUEST(1, 400),
  NO_SUCH_RESOURCE(1, 404),
  METHOD_NOT_ALLOWED(1, 405),
  ARGUMENTS(3, 400),
  NO_SUCH_VERSION(4, 404),
  NETWORK(5, 502),
  ENVIRONMENT(6, 500),
  FILESYSTEM(7, 500),
  CONFIGURATION(8, 500),
  NOT_IMPLEMENTED(9, 501),
  LOCK_HELD(20, 409),
  LOCK_UNAVAILABLE(20, 500),
  LAYOUT_TOO_NEW(21, 409),
  SIGNATURE_INVALID(22, 502),
  REFUSED_BY_POLICY(23, 409),
  DAEMON_UNREACHABLE(24, 502),
  CANNOT_RUN(126, 500),
  NOT_FOUND(127, 404);

  private final int exitCode;
  private final int httpStatus;

  ProblemCode(int exitCode, int httpStatus) {
    this.exitCode = exitCode;
    this.httpStatus = httpStatus;
  }

  /** For example {@code lock-held}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The exit code of a program that ends with it. */
  public int exitCode() {
    return exitCode;
  }

  /** The status of a response that carries it. */
  public int httpStatus() {
    return httpStatus;
  }
}

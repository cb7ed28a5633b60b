package dev.voltad.daemon.trust;

import java.time.Duration;

/**
 * The least speed of a mirror: fewer bytes in any such span of time, and it is given up. It is also
 * how long to wait for a connection, at most 15 s.
 */
public record Speed(int bytes, Duration span) {
  /** 1 kB/s over 60 s. */
  public static final Speed DEFAULT = new Speed(60_000, Duration.ofSeconds(60));

  private static final Duration MAX_CONNECT = Duration.ofSeconds(15);

  int connectMillis() {
    return (int) (span.compareTo(MAX_CONNECT) < 0 ? span : MAX_CONNECT).toMillis();
  }

  /** Of how many bytes there were at the begin and the end of a span. */
  boolean isTooSlow(long before, long now) {
    return now - before < bytes;
  }

  int readMillis() {
    return (int) span.toMillis();
  }
}

package dev.voltad.daemon.job;

import java.time.Duration;

/** When what failed is tried again: after a second, two, four, up to five minutes. */
final class BackOff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofMinutes(5);

  private Duration delay = FIRST;
  private int ticket;

  /** A number for the run that has just ended; a retry of an older one means nothing any more. */
  int next() {
    return ++ticket;
  }

  boolean isLast(int other) {
    return other == ticket;
  }

  /** How long to wait now; the next time twice as long. */
  Duration delay() {
    Duration now = delay;
    Duration doubled = delay.multipliedBy(2);
    delay = doubled.compareTo(LAST) < 0 ? doubled : LAST;
    return now;
  }

  void reset() {
    delay = FIRST;
  }
}

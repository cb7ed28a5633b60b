package dev.voltad.daemon.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time that one run goes by, fixed at its start (specification 5.1), so that nothing expires
 * while it is looked at.
 *
 * @param time what "now" is
 * @param behind by how much the system's clock is behind the last run that succeeded; empty if it
 *     is not by more than a day, which people and time zones do
 */
public record StartTime(Instant time, Optional<Duration> behind) {
  private static final Duration TOLERANCE = Duration.ofDays(1);

  /**
   * The system's time, but never more than a day before a time at which we know to have been: who
   * sets a clock back would otherwise make old metadata fresh again.
   *
   * @param lastRefresh when a run succeeded last
   */
  static StartTime of(Instant systemTime, Optional<Instant> lastRefresh) {
    Instant least = lastRefresh.map(last -> last.minus(TOLERANCE)).orElse(Instant.MIN);
    if (!systemTime.isBefore(least)) {
      return new StartTime(systemTime, Optional.empty());
    }
    return new StartTime(least, Optional.of(Duration.between(systemTime, lastRefresh.get())));
  }
}

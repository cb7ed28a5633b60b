package dev.voltad.tests.support;

import dev.voltad.daemon.policy.Rollout.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happens to many homes that follow one channel: a release is published, and the feed is away
 * for a while. All in one time zone, which is the worst case for those that are switched off at
 * night: they come back together.
 *
 * @param homes how many
 * @param start at midnight
 * @param length of all that is looked at
 * @param published when the release appears in the feed
 * @param steps of its rollout
 * @param outage when the feed goes away
 * @param back when it is there again
 * @param nightly how many of ten homes are on machines that are switched off at night
 */
public record FleetPlan(
    int homes,
    Instant start,
    Duration length,
    Instant published,
    List<Step> steps,
    Instant outage,
    Instant back,
    int nightly) {
  private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

  public FleetPlan {
    steps = List.copyOf(steps);
  }

  /** Two weeks: a release after a day, twelve hours without the feed on the fifth. */
  public static FleetPlan twoWeeks(int homes) {
    return new FleetPlan(
        homes,
        START,
        Duration.ofDays(14),
        START.plus(Duration.ofHours(24)),
        List.of(
            new Step(0, 100),
            new Step(24, 1_000),
            new Step(72, 2_500),
            new Step(144, 5_000),
            new Step(216, 10_000)),
        START.plus(Duration.ofHours(106)),
        START.plus(Duration.ofHours(118)),
        4);
  }

  /** The same, but for when the feed is away: in hours from the start. */
  public FleetPlan away(int from, int to) {
    return new FleetPlan(
        homes,
        start,
        length,
        published,
        steps,
        start.plus(Duration.ofHours(from)),
        start.plus(Duration.ofHours(to)),
        nightly);
  }

  int minutes() {
    return (int) length.toMinutes();
  }

  boolean isAway(Instant now) {
    return !now.isBefore(outage) && now.isBefore(back);
  }

  /** Whole hours from the start. */
  int hour(Instant instant) {
    return (int) Duration.between(start, instant).toHours();
  }
}

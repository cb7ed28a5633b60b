package dev.voltad.daemon.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When one home looks at the feed. Homes spread out by themselves: each draws its times from its
 * install id and a count, so no clock that many share (a start of the day, the end of an outage)
 * makes them come together. The same id and count give the same time, which makes it a thing of
 * tests and of explanations. Immutable.
 *
 * @param seed different for each home
 */
public record Schedule(long seed) {
  /** Between two looks that went well, but for a quarter of it more or less. */
  public static final Duration EVERY = Duration.ofHours(6);

  /** After a failure at the earliest. */
  public static final Duration LEAST_BACK_OFF = Duration.ofMinutes(15);

  /** After any number of failures at the latest. */
  public static final Duration MOST_BACK_OFF = Duration.ofHours(24);

  private static final Duration QUARTER = EVERY.dividedBy(4);
  private static final Duration LEAST_AFTER_START = Duration.ofMinutes(2);
  private static final Duration MOST_AFTER_START = Duration.ofMinutes(10);

  /** 15 minutes four times as late, three times over, are 16 hours: more than half of the most. */
  private static final int MOST_TIMES = 3;

  // As in SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
  private static final long MIX_2 = 0x94d049bb133111ebL;
  private static final int MANTISSA = 53;

  /**
   * That of a home.
   *
   * @param installId random, made once per home and never sent
   */
  public static Schedule of(String installId) {
    byte[] hash = Bucket.sha256(installId.getBytes(StandardCharsets.UTF_8));
    return new Schedule(ByteBuffer.wrap(hash).getLong());
  }

  /**
   * The first look of a daemon that has just started: two to ten minutes later, when a machine has
   * other things behind it; not before it was due, so that starting often is not looking often.
   *
   * @param due what a daemon before had in mind; one that no daemon could have had in mind, because
   *     a clock was wrong, does not count
   * @param count how often this home has looked
   */
  public Instant afterStart(Instant start, Optional<Instant> due, long count) {
    Instant soon = start.plus(between(LEAST_AFTER_START, MOST_AFTER_START, count));
    Instant latest = start.plus(MOST_BACK_OFF);
    return due.filter(at -> at.isAfter(soon) && !at.isAfter(latest)).orElse(soon);
  }

  /** The look after one that went well: six hours later, or a quarter of that more or less. */
  public Instant afterSuccess(Instant now, long count) {
    return now.plus(between(EVERY.minus(QUARTER), EVERY.plus(QUARTER), count));
  }

  /**
   * The look after one that failed: 15 to 30 minutes later, and each time four times as late, up to
   * 12 to 24 hours. Half of it is drawn, so that those who failed together do not come back
   * together. Four times and not twice: a feed in trouble has enough to do.
   *
   * @param failures in a row, with this one: 1 or more
   */
  public Instant afterFailure(Instant now, int failures, long count) {
    int times = Math.min(failures - 1, MOST_TIMES);
    long least = LEAST_BACK_OFF.toMillis() << (2 * times);
    Duration begin = Duration.ofMillis(Math.min(least, MOST_BACK_OFF.toMillis() / 2));
    return now.plus(between(begin, begin.multipliedBy(2), count));
  }

  /** {@code begin} inclusive, {@code end} exclusive, in whole milliseconds. */
  private Duration between(Duration begin, Duration end, long count) {
    double span = end.minus(begin).toMillis();
    return begin.plusMillis((long) (span * fraction(count)));
  }

  /** 0 inclusive to 1 exclusive, evenly. */
  private double fraction(long count) {
    long z = seed + (count + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * MIX_1;
    z = (z ^ (z >>> 27)) * MIX_2;
    z ^= z >>> 31;
    return (z >>> (Long.SIZE - MANTISSA)) * 0x1p-53;
  }
}

package dev.voltad.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.policy.Rollout.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RolloutTest {
  private static final Instant PUBLISHED = Instant.parse("2026-11-23T10:00:00Z");
  private static final Rollout ROLLOUT =
      new Rollout(
          "2.4.0", List.of(new Step(0, 100), new Step(24, 2_500), new Step(72, 10_000)), false);
  private static final int HOMES = 40_000;

  private static List<String> installIds(long seed) {
    Random random = new Random(seed);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < HOMES; i++) {
      ids.add(new UUID(random.nextLong(), random.nextLong()).toString());
    }
    return ids;
  }

  /** Begins of the hashes: {@code printf '%s' salt0a1d | sha256sum}. */
  @ParameterizedTest
  @CsvSource({
    "salt, 0a1b, 3215bc74",
    "salt, 0a1d, ff5e9c58",
    "salt0, a1d, ff5e9c58",
    "'', salt1, dc90cf07",
    "sältchen, '', c76d0f8f"
  })
  void bucket_isTheFirst32BitsOfTheHash(String salt, String installId, String begin) {
    assertEquals(Long.parseLong(begin, 16) % 10_000, Bucket.of(salt, installId));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000, 2_500, 5_000, 9_900, 10_000})
  void bucket_manyHomes_takeTheirShare(int perTenThousand) {
    long inside =
        installIds(1).stream().filter(id -> Bucket.of("2.4.0", id) < perTenThousand).count();

    assertEquals(perTenThousand / 10_000.0, inside / (double) HOMES, 0.01);
    assertEquals(0, installIds(1).stream().filter(id -> Bucket.of("2.4.0", id) < 0).count());
  }

  @Test
  void bucket_otherSalt_otherHomesAreFirst() {
    List<String> first =
        installIds(2).stream().filter(id -> Bucket.of("2.4.0", id) < 1_000).toList();

    long again = first.stream().filter(id -> Bucket.of("2.5.0", id) < 1_000).count();

    assertEquals(0.1, again / (double) first.size(), 0.01);
  }

  @Test
  void share_hourByHour_onlyGrowsAndTakesNobodyOut() {
    List<String> ids = installIds(3).subList(0, 2_000);
    BitSet before = new BitSet();
    for (int hour = -1; hour <= 80; hour++) {
      Instant now = PUBLISHED.plus(Duration.ofHours(hour));
      BitSet inside = new BitSet();
      for (int i = 0; i < ids.size(); i++) {
        int bucket = Bucket.of(ROLLOUT.salt(), ids.get(i));
        inside.set(i, bucket < ROLLOUT.share(PUBLISHED, now));
        boolean isOpen =
            ROLLOUT.opens(bucket, PUBLISHED).filter(at -> !at.isAfter(now)).isPresent();
        assertEquals(inside.get(i), isOpen, "the two ways to ask agree");
      }
      before.andNot(inside);
      assertTrue(before.isEmpty(), "hour " + hour + " lost " + before.cardinality());
      before = inside;
    }
    assertEquals(ids.size(), before.cardinality());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "0, 100",
    "86399, 100",
    "86400, 2500",
    "259199, 2500",
    "259200, 10000",
    "99999999, 10000"
  })
  void share_secondsAfterPublication_isThatOfTheStep(long seconds, int share) {
    assertEquals(share, ROLLOUT.share(PUBLISHED, PUBLISHED.plusSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "99, 0", "100, 24", "2499, 24", "2500, 72", "9999, 72"})
  void opens_bucket_atItsStep(int bucket, long hours) {
    assertEquals(
        Optional.of(PUBLISHED.plus(Duration.ofHours(hours))), ROLLOUT.opens(bucket, PUBLISHED));
  }

  @Test
  void opens_stepsThatEndEarly_neverForTheRest() {
    Rollout half = new Rollout("s", List.of(new Step(0, 0), new Step(5, 5_000)), false);

    assertEquals(Optional.empty(), half.opens(5_000, PUBLISHED));
    assertEquals(0, half.share(PUBLISHED, PUBLISHED));
  }

  @Test
  void new_noSteps_isForEverybodyAtOnce() {
    assertEquals(List.of(new Step(0, 10_000)), new Rollout("s", List.of(), false).steps());
  }

  @Test
  void atOnce_everybody_fromTheFirstSecondOn() {
    assertEquals(10_000, Rollout.AT_ONCE.share(PUBLISHED, PUBLISHED));
    assertEquals(0, Rollout.AT_ONCE.share(PUBLISHED, PUBLISHED.minusSeconds(1)));
    assertEquals(Optional.of(PUBLISHED), Rollout.AT_ONCE.opens(9_999, PUBLISHED));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 5, step after -1 hours",
    "8785, 5, step after 8785 hours",
    "0, -1, step to -1 of 10000",
    "0, 10001, step to 10001 of 10000",
  })
  void step_outOfItsLimits_isRefused(int hours, int share, String why) {
    assertRefused(why, () -> new Step(hours, share));
  }

  @Test
  void step_atItsLimits_isTaken() {
    assertEquals(8_784, new Step(8_784, 10_000).hours());
    assertEquals(0, new Step(0, 0).perTenThousand());
  }

  @Test
  void rollout_stepsInDisorder_areRefused() {
    assertRefused(
        "step after 5 hours at that place",
        () -> new Rollout("s", List.of(new Step(5, 1), new Step(5, 2)), false));
    assertRefused(
        "step after 4 hours at that place",
        () -> new Rollout("s", List.of(new Step(5, 1), new Step(4, 2)), false));
    assertRefused(
        "step back to 1 of 10000",
        () -> new Rollout("s", List.of(new Step(5, 2), new Step(6, 1)), false));
    assertEquals(
        2, new Rollout("s", List.of(new Step(5, 2), new Step(6, 2)), false).steps().size());
  }

  @Test
  void rollout_tooMuch_isRefused() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < Rollout.MAX_STEPS; i++) {
      steps.add(new Step(i, i));
    }
    assertEquals(100, new Rollout("s".repeat(128), steps, true).steps().size());
    steps.add(new Step(1_000, 1_000));

    assertRefused("101 steps", () -> new Rollout("s", steps, false));
    assertRefused(
        "salt of 129 characters",
        () -> new Rollout("s".repeat(129), Collections.emptyList(), false));
  }

  private static void assertRefused(String why, Runnable made) {
    assertEquals(
        "not allowed in a rollout: " + why,
        assertThrows(IllegalArgumentException.class, made::run).getMessage());
  }
}

package dev.voltad.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final int HOMES = 40_000;
  private static final int PARTS = 20;

  private final Schedule schedule = Schedule.of("5f7c1d9e-0000-4000-8000-000000000001");

  private static Schedule home(int number) {
    Random random = new Random(number);
    return Schedule.of(new UUID(random.nextLong(), random.nextLong()).toString());
  }

  /** All of many homes lie between the two, and no twentieth of it has 10 % too many or few. */
  private static void assertSpread(Duration begin, Duration end, IntFunction<Instant> look) {
    int[] parts = new int[PARTS];
    for (int i = 0; i < HOMES; i++) {
      Duration after = Duration.between(NOW, look.apply(i));
      assertTrue(after.compareTo(begin) >= 0 && after.compareTo(end) < 0, after::toString);
      parts[(int) (PARTS * after.minus(begin).toMillis() / end.minus(begin).toMillis())]++;
    }
    int fair = HOMES / PARTS;
    assertTrue(
        Arrays.stream(parts).allMatch(part -> Math.abs(part - fair) < fair / 10),
        () -> Arrays.toString(parts));
  }

  @Test
  void afterSuccess_manyHomes_areSpreadOverThreeHours() {
    assertSpread(
        Duration.ofMinutes(270), Duration.ofMinutes(450), i -> home(i).afterSuccess(NOW, 7));
  }

  @Test
  void afterSuccess_oneHomeOverTime_isSpreadToo() {
    assertSpread(
        Duration.ofMinutes(270), Duration.ofMinutes(450), i -> schedule.afterSuccess(NOW, i));
  }

  @Test
  void afterStart_manyHomes_areSpreadOverEightMinutes() {
    assertSpread(
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        i -> home(i).afterStart(NOW, Optional.empty(), 0));
  }

  @ParameterizedTest
  @CsvSource({"1, 15", "2, 60", "3, 240", "4, 720", "5, 720", "2147483647, 720"})
  void afterFailure_manyHomes_areSpreadOverAsMuchAgain(int failures, long minutes) {
    assertSpread(
        Duration.ofMinutes(minutes),
        Duration.ofMinutes(2 * minutes),
        i -> home(i).afterFailure(NOW, failures, 3));
  }

  @ParameterizedTest(name = "due after {0} s: as due {1}")
  @CsvSource({
    "-100000, false",
    "0, false",
    "119, false",
    "601, true",
    "21600, true",
    "86400, true",
    "86401, false",
    "999999999, false"
  })
  void afterStart_whatWasDue_isKeptIfItCanHaveBeenMeant(long seconds, boolean isKept) {
    Instant due = NOW.plusSeconds(seconds);

    Instant look = schedule.afterStart(NOW, Optional.of(due), 0);

    assertEquals(isKept ? due : schedule.afterStart(NOW, Optional.empty(), 0), look);
  }

  @Test
  void afterStart_dueWithinTheMinutesAfterIt_isTheLater() {
    Instant soon = schedule.afterStart(NOW, Optional.empty(), 0);

    assertEquals(soon, schedule.afterStart(NOW, Optional.of(soon), 0));
    assertEquals(soon, schedule.afterStart(NOW, Optional.of(soon.minusMillis(1)), 0));
    assertEquals(soon.plusMillis(1), schedule.afterStart(NOW, Optional.of(soon.plusMillis(1)), 0));
  }

  @Test
  void looks_sameHomeAndCount_areTheSame() {
    Schedule again = Schedule.of("5f7c1d9e-0000-4000-8000-000000000001");

    assertEquals(schedule, again);
    assertEquals(schedule.afterSuccess(NOW, 5), again.afterSuccess(NOW, 5));
    assertNotEquals(schedule.afterSuccess(NOW, 5), again.afterSuccess(NOW, 6));
    assertNotEquals(
        schedule.afterSuccess(NOW, 5),
        Schedule.of("5f7c1d9e-0000-4000-8000-000000000002").afterSuccess(NOW, 5));
    assertNotEquals(schedule.afterFailure(NOW, 1, 5), again.afterFailure(NOW, 1, 6));
  }

  /** The JDK has the same generator: what we draw must be what it draws. */
  @Test
  void draws_areThoseOfSplitMix64() {
    SplittableRandom jdk = new SplittableRandom(42);
    Schedule ours = new Schedule(42);
    for (int count = 0; count < 1_000; count++) {
      double fraction = (jdk.nextLong() >>> 11) * 0x1p-53;
      long millis = (long) (Duration.ofHours(3).toMillis() * fraction);

      assertEquals(
          NOW.plus(Duration.ofMinutes(270)).plusMillis(millis), ours.afterSuccess(NOW, count));
    }
  }
}

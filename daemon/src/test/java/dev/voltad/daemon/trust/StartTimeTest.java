package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTimeTest {
  private static final Instant LAST = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest(name = "clock {0} after the last refresh: time {1}, behind {2}")
  @CsvSource({
    "PT0S,    PT0S,   ",
    "P30D,    P30D,   ",
    "-PT23H,  -PT23H, ",
    "-P1D,    -P1D,   ",
    "-PT24H1S, -P1D,  PT24H1S",
    "-P3650D, -P1D,   P3650D"
  })
  void of_clock_isNeverMoreThanADayBack(Duration clock, Duration time, Duration behind) {
    StartTime start = StartTime.of(LAST.plus(clock), Optional.of(LAST));

    assertEquals(new StartTime(LAST.plus(time), Optional.ofNullable(behind)), start);
  }

  @Test
  void of_noRefreshYet_isTheClock() {
    assertEquals(
        new StartTime(Instant.EPOCH, Optional.empty()),
        StartTime.of(Instant.EPOCH, Optional.empty()));
  }
}

package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration DAYS = Duration.ofDays(12);

  private static Instant inBerlin(String wall) {
    return LocalDateTime.parse(wall).atZone(BERLIN).toInstant();
  }

  @Test
  void parse_forms_areUnderstood() {
    assertEquals(
        new Window(EnumSet.allOf(DayOfWeek.class), LocalTime.of(22, 0), LocalTime.of(6, 30)),
        Window.parse("22:00-06:30"));
    assertEquals(
        Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.SUNDAY),
        Window.parse("sun-tue 09:00-17:00").days());
    assertEquals(
        Set.of(DayOfWeek.SATURDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY),
        Window.parse("sat,wed-thu 00:00-24:00").days());
    assertEquals(Set.of(DayOfWeek.FRIDAY), Window.parse("fri-fri 09:00-17:00").days());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "22:00",
        "22:00-",
        "9:00-17:00",
        "24:00-06:00",
        "22:60-06:00",
        "22:00-25:00",
        "06:00-06:00",
        "mo 22:00-06:00",
        "Mon 22:00-06:00",
        "mon- 22:00-06:00",
        "mon,22:00-06:00",
        "mon,tue,wed,thu,fri,sat,sun,mon 22:00-06:00",
        " 22:00-06:00",
        "22:00-06:00 ",
        "22:00 - 06:00",
        "٢٢:00-06:00"
      })
  void parse_anythingElse_isRefusedAndSaysWhatItMayBe(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Window.parse(text));

    assertTrue(refused.getMessage().startsWith("window is two times of a day"));
    assertTrue(refused.getMessage().endsWith(", not " + text), refused::getMessage);
  }

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource({
    "09:00-17:00, 2026-11-24T08:59:59, false",
    "09:00-17:00, 2026-11-24T09:00:00, true",
    "09:00-17:00, 2026-11-24T16:59:59, true",
    "09:00-17:00, 2026-11-24T17:00:00, false",
    "22:00-06:00, 2026-11-24T21:59:59, false",
    "22:00-06:00, 2026-11-24T22:00:00, true",
    "22:00-06:00, 2026-11-24T00:00:00, true",
    "22:00-06:00, 2026-11-24T05:59:59, true",
    "22:00-06:00, 2026-11-24T06:00:00, false",
    // 2026-11-27 is a Friday
    "fri 22:00-06:00, 2026-11-27T05:00:00, false",
    "fri 22:00-06:00, 2026-11-27T23:00:00, true",
    "fri 22:00-06:00, 2026-11-28T05:00:00, true",
    "fri 22:00-06:00, 2026-11-28T23:00:00, false",
    "sat 09:00-17:00, 2026-11-27T12:00:00, false",
    "sat 09:00-17:00, 2026-11-28T12:00:00, true",
    "sat 00:00-24:00, 2026-11-27T23:59:59, false",
    "sat 00:00-24:00, 2026-11-28T00:00:00, true",
    "sat 00:00-24:00, 2026-11-28T23:59:59, true",
    "sat 00:00-24:00, 2026-11-29T00:00:00, false",
    "sat 22:00-24:00, 2026-11-29T00:00:00, false",
    "sat 22:00-24:00, 2026-11-28T23:59:59, true",
  })
  void contains_wallClock_edges(String window, String wall, boolean isOpen) {
    assertEquals(isOpen, Window.parse(window).contains(inBerlin(wall), BERLIN));
  }

  @ParameterizedTest(name = "{0} at {1} opens {2}")
  @CsvSource({
    "22:00-06:00, 2026-11-24T12:00, 2026-11-24T21:00:00Z",
    "22:00-06:00, 2026-11-24T23:00, 2026-11-24T22:00:00Z", // open: now
    "fri 22:00-06:00, 2026-11-28T06:00, 2026-12-04T21:00:00Z",
    // spring, 2026-03-29: 02:00 becomes 03:00
    "02:15-02:45, 2026-03-28T12:00, 2026-03-30T00:15:00Z", // lies in the gap
    "sun 02:15-02:45, 2026-03-28T12:00, 2026-04-05T00:15:00Z",
    "02:30-03:30, 2026-03-28T12:00, 2026-03-29T01:00:00Z", // begins in the gap
    "03:00-04:00, 2026-03-29T01:59:59, 2026-03-29T01:00:00Z",
    // autumn, 2026-10-25: 03:00 becomes 02:00
    "02:30-04:00, 2026-10-25T01:00, 2026-10-25T00:30:00Z"
  })
  void nextOpen_acrossChangesOfTheClock_isRight(String window, String wall, String opens) {
    assertEquals(
        Instant.parse(opens), Window.parse(window).nextOpen(inBerlin(wall), BERLIN), window);
  }

  @Test
  void nextOpen_clockPutBackIntoAWindowThatWasOver_opensAgain() {
    Window window = Window.parse("01:00-02:30");
    Instant over = Instant.parse("2026-10-25T00:45:00Z"); // 02:45, the first time

    assertFalse(window.contains(over, BERLIN));
    assertEquals(Instant.parse("2026-10-25T01:00:00Z"), window.nextOpen(over, BERLIN));
  }

  /** Minute by minute, over both changes of the clock, beside what the clock itself shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "22:00-06:00",
        "02:15-02:45",
        "01:30-02:15",
        "sun 02:30-03:30",
        "sat 23:30-02:30",
        "sat,sun 00:00-24:00"
      })
  void nextOpen_everyMinute_isTheFirstThatIsOpen(String text) {
    Window window = Window.parse(text);
    for (String start : new String[] {"2026-03-27T00:00:00Z", "2026-10-23T00:00:00Z"}) {
      Instant first = Instant.parse(start);
      Instant opens = window.nextOpen(first.plus(DAYS), BERLIN);
      for (long minute = DAYS.toMinutes(); minute >= 0; minute--) {
        Instant now = first.plus(Duration.ofMinutes(minute));
        if (window.contains(now, BERLIN)) {
          opens = now;
        }
        assertEquals(opens, window.nextOpen(now, BERLIN), text + " at " + now);
      }
    }
  }

  @Test
  void nextOpen_zoneThatSkippedADay_findsTheNext() {
    ZoneId apia = ZoneId.of("Pacific/Apia"); // there was no Friday, 2011-12-30
    Instant now = Instant.parse("2011-12-29T12:00:00Z");

    assertEquals(
        Instant.parse("2012-01-05T19:00:00Z"), Window.parse("fri 09:00-10:00").nextOpen(now, apia));
  }
}

package dev.voltad.protocol;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hours of the week in which something may happen, by the clock on the wall. Immutable.
 *
 * <p>What the clock on the wall skips in spring does not happen: a window that lies there does not
 * open that day, and one that begins there opens when the clock goes on. What the clock shows twice
 * in autumn is in the window twice.
 *
 * @param days on which it begins; one over midnight reaches into the day after
 * @param begin inclusive
 * @param end exclusive; not after {@code begin} means: on the day after
 */
public record Window(Set<DayOfWeek> days, LocalTime begin, LocalTime end) {
  private static final String TIME = "((?:[01]\\d|2[0-3]):[0-5]\\d)";
  private static final String DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
  private static final String SPAN = DAY + "(?:-" + DAY + ")?";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(" + SPAN + "(?:," + SPAN + "){0,6}) )?" + TIME + "-(?:" + TIME + "|24:00)");

  /** A day of the week may be skipped once by a change of the clock, never twice in a row. */
  private static final int DAYS_AHEAD = 15;

  public Window {
    days = Set.copyOf(days);
  }

  /**
   * @param text {@code 22:00-06:00}, {@code mon-fri 22:00-06:00}, {@code sat,sun 00:00-24:00}
   * @throws IllegalArgumentException if it is no window, or an empty one
   */
  public static Window parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || matcher.group(2).equals(matcher.group(3))) {
      throw new IllegalArgumentException(
          "window is two times of a day, after days if not all are meant, for example 22:00-06:00"
              + " or sat,sun 09:00-17:00, not "
              + text);
    }
    boolean isToMidnight = matcher.group(3) == null;
    return new Window(
        matcher.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(matcher.group(1)),
        LocalTime.parse(matcher.group(2)),
        isToMidnight ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(3)));
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String span : text.split(",")) {
      String[] ends = span.split("-");
      DayOfWeek last = day(ends[ends.length - 1]);
      DayOfWeek day = day(ends[0]);
      for (; day != last; day = day.plus(1)) { // ends: seven steps lead to every day
        days.add(day);
      }
      days.add(last);
    }
    return days;
  }

  private static DayOfWeek day(String three) {
    String start = three.toUpperCase(Locale.ROOT);
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.name().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  /** Whether it is open then and there. */
  public boolean contains(Instant instant, ZoneId zone) {
    LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
    LocalTime time = wall.toLocalTime();
    boolean isAfterBegin = !time.isBefore(begin);
    boolean isBeforeEnd = time.isBefore(end);
    boolean isToday = days.contains(wall.getDayOfWeek());
    if (begin.isBefore(end)) {
      return isToday && isAfterBegin && isBeforeEnd;
    }
    return (isToday && isAfterBegin)
        || (isBeforeEnd && days.contains(wall.getDayOfWeek().minus(1)));
  }

  /** When it is open, from now on: now, or when it opens next. */
  public Instant nextOpen(Instant now, ZoneId zone) {
    if (contains(now, zone)) {
      return now;
    }
    LocalDate today = LocalDate.ofInstant(now, zone);
    ZoneRules rules = zone.getRules();
    Stream<Instant> begins =
        today
            .datesUntil(today.plusDays(DAYS_AHEAD))
            .flatMap(day -> instants(day.atTime(begin), rules).stream());
    // A clock that is put back may come into a window that was over.
    Stream<Instant> jump =
        Stream.ofNullable(rules.nextTransition(now)).map(ZoneOffsetTransition::getInstant);
    return Stream.concat(begins, jump)
        .filter(instant -> instant.isAfter(now) && contains(instant, zone))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** When the clock on the wall shows that; once it jumps over it, the instant of the jump. */
  private static List<Instant> instants(LocalDateTime wall, ZoneRules rules) {
    List<ZoneOffset> offsets = rules.getValidOffsets(wall);
    return offsets.isEmpty()
        ? List.of(rules.getTransition(wall).getInstant())
        : offsets.stream().map(wall::toInstant).toList();
  }
}

package dev.voltad.tests.support;

/**
 * When a machine that is switched off at night is on: from some time between 7:00 and 9:30 to some
 * time between 17:00 and 23:00, its own every day but for a few minutes. In seconds from the
 * midnight that a simulation begins with.
 */
final class MachineHours {
  private static final int DAY = 24 * 60 * 60;
  private static final int FIRST_ON = 7 * 60 * 60;
  private static final int ON_SPAN = 150 * 60;
  private static final int FIRST_OFF = 17 * 60 * 60;
  private static final int OFF_SPAN = 6 * 60 * 60;
  private static final int DAILY = 20 * 60;

  private MachineHours() {}

  private static int on(int home, int day) {
    return day * DAY + FIRST_ON + below(ON_SPAN, home, -1) + below(DAILY, home, 2 * day);
  }

  private static int off(int home, int day) {
    return day * DAY + FIRST_OFF + below(OFF_SPAN, home, -2) + below(DAILY, home, 2 * day + 1);
  }

  static boolean isOff(int home, int second) {
    int day = second / DAY;
    return second < on(home, day) || second >= off(home, day);
  }

  /** When it is switched on next. */
  static int nextOn(int home, int second) {
    int day = second / DAY;
    int today = on(home, day);
    return today > second ? today : on(home, day + 1);
  }

  /** Evenly from 0 to a bound; the same for the same home and use. */
  static int below(int bound, int home, int use) {
    return (int) ((scramble(home, use) >>> 1) % bound);
  }

  /** 64 bits that look random, of two numbers. */
  static long scramble(int home, int use) {
    long z = ((long) home << 32 | use & 0xffffffffL) * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}

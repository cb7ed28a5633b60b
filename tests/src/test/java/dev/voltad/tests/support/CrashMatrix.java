package dev.voltad.tests.support;

import java.util.ArrayList;
import java.util.List;

/** Checks many points and fails once, in the end, with how many were not whole. */
public final class CrashMatrix {
  private static final int SHOWN = 3;

  private final List<String> broken = new ArrayList<>();
  private int points;

  /** What is done and checked at one point. */
  public interface Point {
    void check() throws Exception;
  }

  /** Checks one point; {@code when} names it, for example {@code killed before call 7}. */
  public void at(String when, Point point) {
    points++;
    try {
      point.check();
    } catch (Exception | AssertionError e) {
      broken.add(when + ": " + e);
    }
  }

  public int points() {
    return points;
  }

  /** Fails with the first few that were not. */
  public void assertAllWhole() {
    if (!broken.isEmpty()) {
      String first = String.join("\n", broken.subList(0, Math.min(SHOWN, broken.size())));
      throw new AssertionError(broken.size() + " of " + points + " points are broken:\n" + first);
    }
  }
}

package dev.voltad.daemon.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as Semantic Versioning 2.0.0 has it, for example {@code 2.3.0}, {@code 2.4.0-rc.1} or
 * {@code 2.3.0+7d2f}. Immutable.
 *
 * <p>The order passes over build metadata (section 10 there), so it is not that of {@link #equals}:
 * ask {@link #isSame}.
 *
 * @param major at most 999,999,999, as the next two
 * @param pre what follows {@code -}, dot by dot; empty for a release proper
 * @param build what follows {@code +}; empty for none
 */
public record Version(int major, int minor, int patch, String pre, String build)
    implements Comparable<Version> {
  /** Of its text, in characters. */
  public static final int MAX_LENGTH = 64;

  private static final String NUMBER = "(0|[1-9]\\d{0,8})";
  private static final String WORDS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-("
              + WORDS
              + "))?(?:\\+("
              + WORDS
              + "))?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern BAD_NUMBER = Pattern.compile("0[0-9]+");

  /**
   * @throws IllegalArgumentException if that is not how a version is written
   */
  public Version {
    String text = text(major, minor, patch, pre, build);
    if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches() || hasBadNumber(pre)) {
      throw new IllegalArgumentException("not a version: " + text);
    }
  }

  /**
   * @throws IllegalArgumentException if it is no version, or longer than {@value #MAX_LENGTH}
   */
  public static Version parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      throw new IllegalArgumentException("not a version: " + text);
    }
    return new Version(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        matcher.group(4) == null ? "" : matcher.group(4),
        matcher.group(5) == null ? "" : matcher.group(5));
  }

  /** Whether one of its words is a number that begins with a 0 it does not need. */
  private static boolean hasBadNumber(String pre) {
    for (String word : pre.split("\\.")) {
      if (BAD_NUMBER.matcher(word).matches()) {
        return true;
      }
    }
    return false;
  }

  /** Whether neither is newer. */
  public boolean isSame(Version other) {
    return compareTo(other) == 0;
  }

  public boolean isNewerThan(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Version other) {
    int order = Integer.compare(major, other.major);
    order = order != 0 ? order : Integer.compare(minor, other.minor);
    order = order != 0 ? order : Integer.compare(patch, other.patch);
    return order != 0 ? order : comparePre(pre, other.pre);
  }

  private static int comparePre(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(a.isEmpty(), b.isEmpty()); // the release proper is the newer
    }
    String[] ours = a.split("\\.");
    String[] theirs = b.split("\\.");
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      int order = compareWord(ours[i], theirs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(ours.length, theirs.length);
  }

  /** Section 11.4: numbers by value and below words, words by their ASCII order. */
  private static int compareWord(String a, String b) {
    boolean isNumber = DIGITS.matcher(a).matches();
    if (isNumber != DIGITS.matcher(b).matches()) {
      return isNumber ? -1 : 1;
    }
    if (isNumber && a.length() != b.length()) {
      return Integer.compare(a.length(), b.length()); // no zeros before them: the longer is larger
    }
    return a.compareTo(b);
  }

  /** Without build metadata: what tells it from every other release. */
  public String release() {
    return text(major, minor, patch, pre, "");
  }

  private static String text(int major, int minor, int patch, String pre, String build) {
    return major
        + "."
        + minor
        + "."
        + patch
        + (pre.isEmpty() ? "" : "-" + pre)
        + (build.isEmpty() ? "" : "+" + build);
  }

  @Override
  public String toString() {
    return text(major, minor, patch, pre, build);
  }
}

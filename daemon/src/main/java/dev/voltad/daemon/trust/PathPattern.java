package dev.voltad.daemon.trust;

/**
 * A glob of target names: {@code *} and {@code ?} stand for anything but {@code /}, {@code [a-z]}
 * and {@code [!a-z]} for one character. As the reference client (fnmatch for each part between
 * slashes) but for what cannot differ: a {@code [} without its end is itself.
 */
record PathPattern(String pattern) {

  /** Whether a whole name is one of those meant. */
  boolean matches(String name) {
    String[] globs = pattern.split("/", -1);
    String[] parts = name.split("/", -1);
    if (globs.length != parts.length) {
      return false;
    }
    for (int i = 0; i < globs.length; i++) {
      if (!matches(globs[i], parts[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes the shortest run for each star and lengthens only the last one on failure: what an
   * earlier star could take more of, the last one can too. So the time is the product of the
   * lengths, and not exponential.
   */
  private static boolean matches(String glob, String part) {
    int g = 0;
    int p = 0;
    int afterStar = 0; // there was none yet
    int taken = 0;
    while (p < part.length()) {
      int one = g < glob.length() && glob.charAt(g) != '*' ? unit(glob, g, part, p) : -1;
      if (one > 0) {
        g += one;
        p += Character.charCount(part.codePointAt(p));
      } else if (g < glob.length() && glob.charAt(g) == '*') {
        afterStar = ++g;
        taken = p;
      } else if (afterStar > 0) {
        taken += Character.charCount(part.codePointAt(taken));
        p = taken;
        g = afterStar;
      } else {
        return false;
      }
    }
    return glob.substring(g).chars().allMatch(c -> c == '*');
  }

  /** How long the piece of the glob is that the next character matches; 0 if it does not. */
  private static int unit(String glob, int g, String part, int p) {
    int wanted = glob.codePointAt(g);
    int found = part.codePointAt(p);
    int end = wanted == '[' ? classEnd(glob, g) : -1;
    if (end != -1) {
      return isIn(glob.substring(g + 1, end), found) ? end + 1 - g : 0;
    }
    return wanted == '?' || wanted == found ? Character.charCount(wanted) : 0;
  }

  /** Where the class that begins at {@code g} has its bracket; -1 if it has none. */
  private static int classEnd(String glob, int g) {
    int first = g + 1;
    if (glob.startsWith("!", first)) {
      first++;
    }
    return glob.indexOf(']', first + 1); // a bracket in the first place is a member
  }

  private static boolean isIn(String members, int c) {
    boolean negated = members.startsWith("!");
    int[] set = members.substring(negated ? 1 : 0).codePoints().toArray();
    boolean isIn = false;
    for (int i = 0; i < set.length; i++) {
      if (i + 2 < set.length && set[i + 1] == '-') {
        isIn |= set[i] <= c && c <= set[i + 2];
        i += 2;
      } else {
        isIn |= set[i] == c;
      }
    }
    return isIn != negated;
  }
}

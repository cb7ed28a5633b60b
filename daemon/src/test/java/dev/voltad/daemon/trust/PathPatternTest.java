package dev.voltad.daemon.trust;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource({
    "*, a, true",
    "*, a/b, false",
    "*, '', true",
    "*/*, a/b, true",
    "*/*, a, false",
    "a/*, a/, true",
    "a/*, b/c, false",
    "*.json, x.json, true",
    "*.json, .json, true",
    "*.json, x.jsonx, false",
    "*.json, a/x.json, false",
    "nightly/*/*, nightly/2/linux.json, true",
    "nightly/*/*, nightly/linux.json, false",
    "nightly/*/*, nightly/2/3/linux.json, false",
    "a?c, abc, true",
    "a?c, a/c, false",
    "a?c, ac, false",
    "a?, a😀, true",
    "a*b*c, axxbxxc, true",
    "a*b*c, axxbxx, false",
    "a*bc, abcbc, true",
    "**, ab, true",
    "a, A, false",
    "'', '', true",
    "[ab]x, bx, true",
    "[ab]x, cx, false",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "[!a-c]x, dx, true",
    "[]]x, ]x, true",
    "[x, [x, true",
    "[x, x, false",
    "[a-], -, true",
    "a.c, abc, false",
    "a+, aa, false",
    "(a|b), a, false",
    "a, ba, false",
    "*, *a, true",
    "a*, a*b, true",
    "ab], ab], true",
    "x[ab]y, xay, true",
    "x[ab]y, xby, true",
    "[!]]x, ax, true",
    "[!]]x, ]x, false",
    "[!a-c]x, !x, true",
    "[!], !, false",
    "[a-c]x, ax, true",
    "[a-c]x, cx, true",
    "[b-c]x, ax, false",
    "[a-b]x, cx, false",
    "[abz]x, cx, false",
    "[azb]x, zx, true",
    "[a-cx-z], y, true",
    "[a-cx-z], -, false"
  })
  void matches_pattern_asAShellDoes(String pattern, String name, boolean expected) {
    assertEquals(expected, new PathPattern(pattern).matches(name));
  }

  @Test
  void matches_manyStars_isQuick() {
    String pattern = "*a".repeat(500) + "b";
    String name = "a".repeat(5000);

    assertTimeoutPreemptively(
        ofSeconds(5), () -> assertFalse(new PathPattern(pattern).matches(name)));
  }
}

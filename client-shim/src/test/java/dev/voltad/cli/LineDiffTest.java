package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables write {@code |} for a newline, and NONE for the words about one that is missing. */
class LineDiffTest {
  @ParameterizedTest
  @CsvSource({
    "a|b|, a|b|, ''",
    "a|, a|b|c|, '@@ -1,0 +2,2 @@|+b|+c|'",
    "'', a|, '@@ -0,0 +1 @@|+a|'",
    "a|, '', '@@ -1 +0,0 @@|-a|'",
    "a|b, a|b|c|, '@@ -2 +2,2 @@|-b|NONE+b|+c|'",
    "a|x|b|, a|y|b|, '@@ -2 +2 @@|-x|+y|'",
    "a|a|a|, a|a|, '@@ -3 +2,0 @@|-a|'",
    "xa|b, ya|b, '@@ -1 +1 @@|-xa|+ya|'",
    "a, b, '@@ -1 +1 @@|-a|NONE+b|NONE'"
  })
  void of_changes_areOneHunk(String before, String after, String hunk) {
    byte[] shown = LineDiff.of(bytes(before), bytes(after));
    String expected = hunk.replace("NONE", "\\ No newline at end of file|");
    assertEquals(expected.replace('|', '\n'), new String(shown, StandardCharsets.ISO_8859_1));
  }

  private static byte[] bytes(String text) {
    return text.replace('|', '\n').getBytes(StandardCharsets.ISO_8859_1);
  }
}

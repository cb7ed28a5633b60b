package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.cli.ProfileText.Edit;
import dev.voltad.cli.ProfileText.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables write {@code |} for a newline, BODY for the wanted lines, END for the last comment. */
class ProfileTextTest {
  private static final String BODY =
      "export VOLTA_HOME=\"$HOME/.volta\"|export PATH=\"$VOLTA_HOME/bin:$PATH\"|";
  private static final String OLD =
      "export VOLTA_HOME=\"/old\"|export PATH=\"$VOLTA_HOME/bin:$PATH\"|";
  private static final String ABSOLUTE = OLD.replace("/old", "/home/dev/.volta");

  /** What a random file is made of: parts of ours among all kinds of others. */
  private static final List<String> PARTS =
      List.of(
          "export A=1|",
          "# VOLTA|",
          "export VOLTA_FEATURE_PNPM=1|",
          "|",
          "\r|",
          "\\|",
          "x\\",
          "no end",
          "\u00e9\u00ff\u0000\u0080|",
          "# >>> volta >>> |",
          "# <<< volta <<<x|",
          "if false; then|",
          BODY,
          OLD,
          "  " + BODY,
          "# >>> volta >>>|" + BODY + "# <<< volta <<<|",
          "# >>> volta >>>|" + OLD + "mine|# <<< volta <<<|");

  private static String expand(String text) {
    return text.replace("ABSOLUTE", ABSOLUTE)
        .replace("BODY", BODY)
        .replace("OLD", OLD)
        .replace("BEGIN", "# >>> volta >>>")
        .replace("END", "# <<< volta <<<")
        .replace("CR", "\r")
        .replace('|', '\n');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ProfileText read(byte[] bytes) {
    return ProfileText.of(bytes, ProfileShell.POSIX);
  }

  private static ProfileLines lines() {
    try {
      return ProfileLines.of(ProfileShell.POSIX, Path.of("/home/dev/.volta"), Path.of("/home/dev"));
    } catch (CommandException e) {
      throw new AssertionError(e);
    }
  }

  /** What is there, and what setup makes of it. */
  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("", "BEGIN|BODYEND|"),
        Arguments.of("a|", "a|BEGIN|BODYEND|"),
        Arguments.of("a", "a|BEGIN (after an added newline)|BODYEND|"),
        Arguments.of("a\\|", "a\\||BEGIN (after an added newline)|BODYEND|"),
        Arguments.of("a\\", "a\\||BEGIN (after two added newlines)|BODYEND|"),
        Arguments.of("a\\\\|", "a\\\\|BEGIN|BODYEND|"),
        Arguments.of("aCR|bCR|", "aCR|bCR|BEGIN|BODYEND|"),
        Arguments.of("VOLTA|VOLTA_X=1|", "VOLTA|VOLTA_X=1|BEGIN|BODYEND|"),
        Arguments.of("OLD", "OLDBEGIN|BODYEND|"),
        Arguments.of("BODYOLD", "BODYOLDBEGIN|BODYEND|"),
        Arguments.of("  BODY", "  BODYBEGIN|BODYEND|"),
        Arguments.of("BEGIN|OLDEND|b", "BEGIN|BODYEND|b"),
        Arguments.of("a|BEGIN|OLDEND|b|", "a|BEGIN|BODYEND|b|"),
        Arguments.of("a|BEGIN|OLDEND", "a|BEGIN|BODYEND|"),
        Arguments.of("aCR|BEGINCR|OLDENDCR|b", "aCR|BEGIN|BODYEND|b"),
        Arguments.of("BEGIN|OLDmine|END|b|", "BEGIN|BODYEND|mine|b|"),
        Arguments.of("BEGIN|BODYEND|BEGIN|BODYmine|END|", "BEGIN|BODYEND|mine|"),
        Arguments.of("BEGIN (in a new file)|OLDEND|", "BEGIN (in a new file)|BODYEND|"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void setUp_filesOfAllKinds_getTheLines(String before, String after) {
    Edit edit = read(bytes(expand(before))).setUp(lines());

    assertEquals(Outcome.CHANGED, edit.outcome());
    assertEquals(expand(after), text(edit.bytes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BODY",
        "a|BODYb",
        "ABSOLUTE",
        "OLDBODY",
        "BEGIN|BODYEND|",
        "a|BEGIN|BODYEND|b",
        "BEGIN|BODYmine|END|"
      })
  void setUp_isSetUp_isLeftAlone(String before) {
    byte[] bytes = bytes(expand(before));
    Edit edit = read(bytes).setUp(lines());

    assertEquals(Outcome.SAME, edit.outcome());
    assertArrayEquals(bytes, edit.bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN|BODY",
        "a|END|",
        "BEGIN|BEGIN|BODYEND|",
        "BEGIN|END|END|",
        "BEGIN|END|BEGIN"
      })
  void bothWays_blockIsDamaged_isLeftAlone(String before) {
    byte[] bytes = bytes(expand(before));
    for (Edit edit : List.of(read(bytes).setUp(lines()), read(bytes).undo())) {
      assertEquals(Outcome.DAMAGED, edit.outcome());
      assertArrayEquals(bytes, edit.bytes());
    }
  }

  /** What is there, and what undo leaves. */
  static Stream<Arguments> undone() {
    return Stream.of(
        Arguments.of("a|BEGIN|BODYEND|b|", "a|b|"),
        Arguments.of("a|BEGIN|OLDmine|END|b|", "a|mine|b|"),
        Arguments.of("a|BEGIN (after an added newline)|BODYEND|", "a"),
        Arguments.of("a|BEGIN (after an added newline)|BODYEND|b", "a|b"),
        Arguments.of("a|BEGIN (after an added newline)|BODYmine|END|", "a|mine|"),
        Arguments.of("a\\||BEGIN (after two added newlines)|BODYEND|", "a\\"),
        Arguments.of("BEGIN (after two added newlines)|BODYEND|", ""),
        Arguments.of("BEGIN (in a new file)|BODYEND|b|", "b|"),
        Arguments.of("BODYBEGIN|BODYEND|", "BODY"),
        Arguments.of("BEGIN|OLDEND|a|BEGIN|BODYEND|", "a|"));
  }

  @ParameterizedTest
  @MethodSource("undone")
  void undo_filesOfAllKinds_loseOurLinesOnly(String before, String after) {
    Edit edit = read(bytes(expand(before))).undo();

    assertEquals(Outcome.CHANGED, edit.outcome());
    assertEquals(expand(after), text(edit.bytes()));
  }

  @Test
  void undo_fileThatSetupMade_isRemoved() {
    byte[] made = ProfileText.ofNothing(ProfileShell.POSIX).setUp(lines()).bytes();

    assertEquals(expand("BEGIN (in a new file)|BODYEND|"), text(made));
    assertEquals(Outcome.REMOVED, read(made).undo().outcome());
  }

  @Test
  void undo_nothingOfOurs_isLeftAlone() {
    byte[] bytes = bytes(expand("a|BODY"));
    assertEquals(Outcome.SAME, read(bytes).undo().outcome());
  }

  @Test
  void bothWays_randomFiles_keepWhatIsNotOurs() {
    Random random = new Random(20261126);
    int changed = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] before = random(random);
      Edit first = read(before).setUp(lines());
      Edit second = read(first.bytes()).setUp(lines());
      Edit undone = read(first.bytes()).undo();
      String shown = text(before);
      if (first.outcome() == Outcome.DAMAGED) {
        assertArrayEquals(before, undone.bytes(), shown);
        continue;
      }
      assertEquals(Outcome.SAME, second.outcome(), shown);
      assertArrayEquals(first.bytes(), second.bytes(), shown);
      assertEquals(foreign(before), foreign(first.bytes()), shown);
      assertEquals(foreign(before), foreign(undone.bytes()), shown);
      if (!shown.contains("# >>> volta >>>\n")) {
        assertArrayEquals(before, undone.bytes(), shown);
        changed += first.outcome() == Outcome.CHANGED ? 1 : 0;
      }
    }
    assertTrue(changed > 5_000, "few were undone: " + changed);
  }

  private static byte[] random(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(6); parts > 0; parts--) {
      if (random.nextInt(4) == 0) {
        byte[] noise = new byte[random.nextInt(20)];
        random.nextBytes(noise);
        text.append(text(noise));
      } else {
        text.append(PARTS.get(random.nextInt(PARTS.size())).replace('|', '\n'));
      }
    }
    return bytes(text.toString());
  }

  /** All lines that are not written by setup, in their order; empty ones aside. */
  private static List<String> foreign(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    for (String line : text(bytes).split("\n")) {
      boolean isOurs =
          ProfileShell.POSIX.isOurs(line)
              || line.matches("# (>>> volta >>>|<<< volta <<<)( \\(.*\\))?\r?");
      if (!isOurs && !line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Test
  void setUp_tenMegabytes_areKept() {
    byte[] large = new byte[10 << 20];
    new Random(1).nextBytes(large);
    byte[] after = read(large).setUp(lines()).bytes();

    assertEquals(-1, Arrays.mismatch(large, 0, large.length, after, 0, large.length));
    assertArrayEquals(large, read(after).undo().bytes());
  }
}

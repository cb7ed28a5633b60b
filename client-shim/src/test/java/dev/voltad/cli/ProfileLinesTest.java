package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileLinesTest {
  @ParameterizedTest
  @CsvSource({
    "/home/dev/.volta, /home/dev, $HOME/.volta",
    "/home/dev/a/../.volta, /home/dev/x/.., $HOME/.volta",
    "/opt/volta, /home/dev, /opt/volta",
    "/home/developer/.volta, /home/dev, /home/developer/.volta",
    "/home/dev, /home/dev, /home/dev",
    "/opt/volta, /, /opt/volta"
  })
  void of_homesBelowTheUserAndElsewhere_areWrittenLikeUpstream(
      String home, String user, String text) throws CommandException {
    Path normal = Path.of(home).normalize();
    assertEquals(
        List.of("export VOLTA_HOME=\"" + text + "\"", "export PATH=\"$VOLTA_HOME/bin:$PATH\""),
        ProfileLines.of(ProfileShell.POSIX, normal, Path.of(user)).wanted());
    assertEquals(
        List.of("set -gx VOLTA_HOME \"" + text + "\"", "set -gx PATH \"$VOLTA_HOME/bin\" $PATH"),
        ProfileLines.of(ProfileShell.FISH, normal, Path.of(user)).wanted());
  }

  @Test
  void of_pathsThatAShellWouldTakeApart_areQuoted() throws CommandException {
    Path home = Path.of("/a \"b\" $(c) `d` \\e 'f' !g *");
    assertEquals(
        "export VOLTA_HOME=\"/a \\\"b\\\" \\$(c) \\`d\\` \\\\e 'f' !g *\"",
        ProfileLines.of(ProfileShell.POSIX, home, Path.of("/home/dev")).homeLine());
    assertEquals(
        "set -gx VOLTA_HOME \"/a \\\"b\\\" \\$(c) `d` \\\\e 'f' !g *\"",
        ProfileLines.of(ProfileShell.FISH, home, Path.of("/home/dev")).homeLine());
  }

  @Test
  void of_pathsThatAreNotAscii_keepTheirBytes() throws CommandException {
    String line = ProfileLines.of(ProfileShell.POSIX, Path.of("/\u00e9"), Path.of("/x")).homeLine();
    assertEquals(
        "export VOLTA_HOME=\"/\u00e9\"",
        new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\nb", "/a\rb", "/a\u001bb", "/a\u007fb", "/a:b", "/a\ufffdb"})
  void of_pathsThatNoLineCanHold_areRefused(String home) {
    CommandException refused =
        assertThrows(
            CommandException.class,
            () -> ProfileLines.of(ProfileShell.FISH, Path.of(home), Path.of("/home/dev")));
    assertEquals(6, refused.problem().code().exitCode());
    assertFalse(refused.problem().text("volta").matches("(?s).*[\r\u001b\u007f].*"));
  }

  @Test
  void isOurs_linesOfOtherPeople_areNot() {
    ProfileShell shell = ProfileShell.POSIX;
    assertTrue(shell.isOurs("export VOLTA_HOME=\"$HOME/a \\$b\""));
    for (String line :
        List.of(
            "export VOLTA_HOME=\"$HOME/a\" # mine",
            "export VOLTA_HOME=\"$HOME/a\"; export B=\"c\"",
            "export VOLTA_HOME=\"$XDG_DATA_HOME/volta\"",
            "export VOLTA_HOME=\"`pwd`\"",
            "export VOLTA_HOME=\"a\\\"",
            "export VOLTA_HOME=\"",
            "export VOLTA_HOME=$HOME/a",
            " export VOLTA_HOME=\"$HOME/a\"",
            "export PATH=\"$PATH:$VOLTA_HOME/bin\"",
            "export VOLTA_FEATURE_PNPM=1",
            "set -gx VOLTA_HOME \"$HOME/a\"")) {
      assertFalse(shell.isOurs(line), line);
    }
  }
}

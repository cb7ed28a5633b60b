package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SetupTest {
  private static final String BLOCK =
      """
      # >>> volta >>>
      export VOLTA_HOME="$HOME/.volta"
      export PATH="$VOLTA_HOME/bin:$PATH"
      # <<< volta <<<
      """;

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path user;

  @BeforeEach
  void make() throws IOException {
    user = Files.createDirectory(folder.toRealPath().resolve("dev"));
  }

  private Setup setup(boolean isDry) {
    return new Setup(new Context(Map.of(), stream(out), stream(err)), isDry);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private void setUp(Path... profiles) throws CommandException {
    setup(false).setUp(List.of(profiles), user.resolve(".volta"), user);
  }

  private void undo(Path... profiles) throws CommandException {
    setup(false).undo(List.of(profiles), user.resolve(".volta"));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(user.resolve(name), text);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(user)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void setUp_fileWithModeAndBytes_keepsBothAndUndoGivesItBack() throws Exception {
    byte[] before = {'a', (byte) 0xff, 0, '\r', '\n', 'b'};
    Path file = Files.write(user.resolve(".bashrc"), before);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    setUp(file);

    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(Files.size(file) > before.length);
    undo(file);
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of(".bashrc"), names());
  }

  @Test
  void setUp_aLink_staysAndItsTargetIsReplaced() throws Exception {
    Path dotfiles = Files.createDirectory(folder.resolve("dotfiles"));
    Path target = Files.writeString(dotfiles.resolve("rc"), "a\n");
    Path link = Files.createSymbolicLink(user.resolve(".bashrc"), Path.of("../dotfiles/rc"));

    setUp(link, target);

    assertTrue(Files.isSymbolicLink(link));
    assertEquals("a\n" + BLOCK, Files.readString(target));
    assertEquals(1, said().lines().count(), said());
  }

  @Test
  void setUp_aLinkToNothing_makesTheFileAndUndoRemovesIt() throws Exception {
    Path link = Files.createSymbolicLink(user.resolve(".profile"), Path.of("real"));

    setUp(link);

    assertTrue(
        Files.readString(user.resolve("real")).startsWith("# >>> volta >>> (in a new file)"));
    undo(link);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of(".profile"), names());
  }

  @Test
  void setUp_oneOfTwoIsReadOnly_isAWarning() throws Exception {
    Path closed = file(".bashrc", "a\n");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r--r--r--"));

    setUp(user.resolve(".profile"), closed);

    assertEquals("a\n", Files.readString(closed));
    assertTrue(said().contains("volta: warning: Could not change " + closed + ".\n  why:  It is"));
    assertFalse(said().contains("code:"), said());
  }

  @Test
  void setUp_filesThatAreNone_exitWithUpstreamsCode() throws Exception {
    Path loop = Files.createSymbolicLink(user.resolve(".zshenv"), Path.of(".zshenv"));
    Path absent = user.resolve("no/config.fish");
    Path directory = Files.createDirectory(user.resolve(".profile"));
    Path device = Path.of("/dev/null");

    CommandException none =
        assertThrows(CommandException.class, () -> setUp(loop, absent, directory, device));

    assertEquals(6, none.problem().code().exitCode());
    assertEquals(4, said().lines().filter(line -> line.contains(": warning: ")).count(), said());
  }

  @Test
  void bothWays_damagedBlock_isLeftAlone() throws Exception {
    Path file = file(".bashrc", "a\n# >>> volta >>>\nb\n");

    assertThrows(CommandException.class, () -> setUp(file));
    assertThrows(CommandException.class, () -> undo(file));

    assertEquals("a\n# >>> volta >>>\nb\n", Files.readString(file));
    assertTrue(said().contains("Only one of the comments"), said());
  }

  @Test
  void dryRun_bothWays_showsAndChangesNothing() throws Exception {
    Path file = file(".bashrc", "a\n");
    Path absent = user.resolve(".profile");

    setup(true).setUp(List.of(absent, file), user.resolve(".volta"), user);

    assertEquals("a\n", Files.readString(file));
    assertEquals(List.of(".bashrc"), names());
    assertTrue(said().contains("--- /dev/null\n+++ " + absent + "\n@@ -0,0 +1,4 @@\n"), said());
    assertTrue(said().contains("--- " + file + "\n+++ " + file + "\n@@ -1,0 +2,4 @@\n"), said());
    setUp(file);
    setup(true).undo(List.of(file), user.resolve(".volta"));
    assertEquals("a\n" + BLOCK, Files.readString(file));
    assertTrue(said().endsWith("-# <<< volta <<<\n"), said());
  }

  @Test
  void setUp_leftoversOfKilledRuns_areRemoved() throws Exception {
    Path file = file(".bashrc", "a\n");
    file(".bashrc.volta-2147483646", "half"); // no process has that number
    file(".bashrc.volta-1", "of a run that lives");
    file(".bashrc.volta-old", "of the user");

    setUp(file);

    assertEquals(List.of(".bashrc", ".bashrc.volta-1", ".bashrc.volta-old"), names());
  }

  @Test
  void replace_fileChangedSinceItWasRead_isLeftAlone() throws Exception {
    Path file = file(".bashrc", "a\n");
    ProfileFile seen = ProfileFile.read(file);
    Files.writeString(file, "another line\n");

    assertThrows(CommandException.class, () -> seen.replace(new byte[] {'x'}));

    assertEquals("another line\n", Files.readString(file));
    assertEquals(List.of(".bashrc"), names());
  }

  @Test
  void undo_nothingOfOurs_saysSo() throws Exception {
    undo(file(".bashrc", "a\n"), user.resolve(".profile"), user.resolve("no/config.fish"));
    assertEquals("No start file has lines of `volta setup`.\n", said());
  }
}

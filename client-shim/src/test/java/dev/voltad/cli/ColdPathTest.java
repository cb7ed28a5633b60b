package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColdPathTest {
  @TempDir Path home;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String explain(String... words) throws CommandException {
    PrintStream lines = new PrintStream(err, true, StandardCharsets.UTF_8);
    Context context = new Context(Map.of("VOLTA_HOME", home.toString()), lines, lines);
    assertEquals(126, new ColdPath(context).run(List.of(words)));
    return err.toString(StandardCharsets.UTF_8);
  }

  private void install(String tool, String version) throws IOException {
    Path bin =
        Files.createDirectories(home.resolve("tools/image/" + tool + "/" + version + "/bin"));
    Files.createFile(bin.resolve(tool)).toFile().setExecutable(true);
  }

  @Test
  void notInstalled_otherVersionsAre_namesThemNewestFirst() throws Exception {
    install("node", "20.2.0");
    install("node", "20.11.1");
    install("node", "9.0.0");
    Files.createDirectories(home.resolve("tools/image/node/22.0.0"));

    assertEquals(
        """
        volta: Could not run npx.
          why:  node@22.0.0, which /p/package.json asks for, is not installed. Installed: 20.11.1, \
        20.2.0, 9.0.0.
          next: Get it with `volta fetch node@22.0.0` of upstream Volta, or ask for a version that \
        is installed.
          code: not-installed
        """,
        explain("not-installed", "node@22.0.0", "/p/package.json", "npx", "--yes", ""));
  }

  @Test
  void notInstalled_noneIs_saysSo() throws Exception {
    String lines = explain("not-installed", "yarn@1.22.19", "/p/package.json", "yarn");

    assertEquals(
        "  why:  yarn@1.22.19, which /p/package.json asks for, is not installed."
            + " No version of yarn is.",
        lines.split("\n")[1]);
  }

  @Test
  void notInstalled_manyAre_namesTheNewestEight() throws Exception {
    for (int i = 0; i < 10; i++) {
      install("npm", "9." + i + ".0");
    }

    assertEquals(
        "  why:  npm@10.0.0, which /p/package.json asks for, is not installed. Installed: 9.9.0,"
            + " 9.8.0, 9.7.0, 9.6.0, 9.5.0, 9.4.0, 9.3.0, 9.2.0, and 2 older ones.",
        explain("not-installed", "npm@10.0.0", "/p/package.json", "npm").split("\n")[1]);
  }

  @Test
  void malformed_noJson_namesThePlace() throws Exception {
    Path file = Files.writeString(home.resolve("package.json"), "{\n  \"volta\": {,}\n}\n");

    assertEquals(
        """
        volta: Could not understand %s.
          why:  It is not JSON: line 2, column 13: Unexpected character (',' (code 44)): was \
        expecting double-quote to start property name.
          next: Correct the file.
          code: file-malformed
        """
            .formatted(file),
        explain("malformed", file.toString(), "14", "node"));
  }

  @Test
  void malformed_anotherShape_namesTheShimsPlace() throws Exception {
    Path file = Files.writeString(home.resolve("package.json"), "{\n  \"volta\": {\"node\": 5}\n}");

    assertEquals(
        "  why:  It is JSON, but not what is expected there, from line 2, column 21 on.",
        explain("malformed", file.toString(), "22", "node").split("\n")[1]);
  }

  @Test
  void malformed_fileIsGone_namesTheByte() throws Exception {
    assertEquals(
        "  why:  It is not what is expected there, from byte 7 on.",
        explain("malformed", home.resolve("gone").toString(), "7", "node").split("\n")[1]);
  }

  @Test
  void globalCommand_namesTheCommandOfVolta() throws Exception {
    assertEquals(
        """
        volta: Could not run npm.
          why:  For packages of the user, this command means `volta install`, which needs upstream \
        Volta in %s.
          next: Run `volta install` of upstream Volta, or set VOLTA_UNSAFE_GLOBAL=1 to let npm \
        change its own Node alone.
          code: not-supported
        """
            .formatted(home.resolve("self/upstream")),
        explain("global-command", "volta install", "", "npm", "i", "-g", "cowsay"));
  }

  @Test
  void run_unknownCase_isAnErrorOfTheArguments() {
    Context context = new Context(Map.of("VOLTA_HOME", home.toString()), System.out, System.err);

    CommandException thrown =
        assertThrows(
            CommandException.class,
            () -> new ColdPath(context).run(List.of("frozen", "a", "b", "c")));

    assertEquals(3, thrown.problem().code().exitCode());
  }
}

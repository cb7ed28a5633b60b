package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class MainTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path home;
  private Main main;

  @BeforeEach
  void makeHome() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    Files.createFile(home.resolve("layout.v4"));
    Map<String, String> environment =
        Map.of("VOLTA_HOME", home.toString(), "VOLTA_INSTALL_DIR", folder.toString());
    main = new Main(new Context(environment, stream(out), stream(err)));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void help_goesToStdout() {
    assertEquals(0, main.run("--help"));
    assertTrue(text(out).startsWith("Usage: volta [-h] COMMAND\n"), text(out)); // all: GoldenIT
    assertEquals("", text(err));
  }

  @Test
  void daemonStatus_noDaemon_showsTheDiskAndExits24() {
    assertEquals(24, main.run("daemon", "status"));

    assertTrue(text(out).startsWith("voltad does not run\nhome:    " + home + "\n"), text(out));
    assertTrue(text(out).endsWith("code:    daemon-unreachable\n"), text(out));
    assertEquals("", text(err));
  }

  @Test
  void daemonStatus_asJson_isOneObjectThatBeginsWithItsSchema() {
    assertEquals(24, main.run("daemon", "status", "--json"));

    assertTrue(text(out).startsWith("{\"schema\":1,\"healthy\":false,"), text(out));
    assertEquals(1, text(out).lines().count());
  }

  @Test
  void daemonStop_noDaemon_isDone() {
    assertEquals(0, main.run("daemon", "stop"));
    assertEquals("No daemon of " + home + " runs.\n", text(out));
  }

  @Test
  void unknownCommand_isAnError() {
    assertEquals(3, main.run("frobnicate"));
    assertEquals(
        """
        volta: Could not understand the arguments.
          why:  Unmatched argument at index 0: 'frobnicate'
          next: See `volta --help`.
          code: arguments
        """,
        text(err));
  }

  @Test
  void upstreamCommand_noUpstream_isNamedInTheError() {
    assertEquals(9, main.run("install", "node"));
    assertTrue(text(err).startsWith("volta: Could not run `volta install`.\n"), text(err));
    assertTrue(text(err).endsWith("  code: not-implemented\n"), text(err));
  }

  @Test
  void upstreamCommand_upstreamKept_getsItsArgumentsAndItsExitCodeCounts() throws Exception {
    Path kept = Files.createDirectories(home.resolve("self/upstream")).resolve("volta");
    Path seen = folder.resolve("seen");
    Files.writeString(kept, "#!/bin/sh\necho \"$VOLTA_INSTALL_DIR $*\" > '" + seen + "'\nexit 5\n");
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwx------"));

    assertEquals(5, main.run("pin", "node@20"));

    assertEquals(home.resolve("bin") + " pin node@20\n", Files.readString(seen));
  }
}

package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.fs.LockWait;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
  void history_ofRunsThatMigratedAndFailed_showsBoth() throws Exception {
    Path file = Files.createDirectories(home.resolve("self")).resolve("history.jsonl");
    Files.writeString(
        file,
        """
        {"started":"2026-11-24T00:12:32Z","ended":"2026-11-24T00:12:33Z","kind":"migrate","program":"voltad",\
        "trigger":"start","outcome":"migrated","from":"v2","to":"v4","operations":54,"journal":"x"}
        cut off {
        {"started":"2026-11-24T00:13:00Z","ended":"2026-11-24T00:13:00Z","kind":"migrate","program":"voltad",\
        "trigger":"retry","outcome":"failed","operations":0,\
        "failure":{"kind":"filesystem","why":"no space","next":"Free some."}}
        """);

    assertEquals(0, main.run("history"));

    assertTrue(text(out).contains("migrated  (voltad, start)  v2 -> v4, 54 changes, 1000 ms\n"));
    assertTrue(text(out).endsWith("    why:  no space\n    next: Free some.\n"), text(out));
    assertEquals(3, main.run("history", "-n", "many"));
  }

  @Test
  void history_nothingWrittenDown_saysSo() {
    assertEquals(0, main.run("history"));
    assertEquals("Nothing is written down for " + home + ".\n", text(out));
  }

  @Test
  void lockShow_nobodyHoldsIt_saysSo() {
    assertEquals(0, main.run("lock", "show"));
    assertEquals(0, main.run("lock", "show", "--json"));

    assertEquals(
        "Nobody holds " + home + "/volta.lock.\n{\"schema\":1,\"held\":false}\n", text(out));
  }

  @Test
  void lockShow_heldByUs_namesThisProcess() throws Exception {
    HomeLock lock =
        HomeLock.acquire(home, LockWait.NONE, "a test", "migrate", (holder, waited) -> {});
    assertEquals(0, main.run("lock", "show"));
    lock.close();

    long pid = ProcessHandle.current().pid();
    assertTrue(text(out).startsWith("Process " + pid + " holds "), text(out));
    assertTrue(text(out).contains("\n  program: a test, migrate\n  command: "), text(out));
  }

  @Test
  void why_noDaemon_showsEveryGate() {
    assertEquals(0, main.run("why"));

    List<String> gates = text(out).lines().map(line -> line.split(" +")[1]).toList();
    assertEquals(
        List.of("home", "layout", "need", "held-back", "hold", "lock", "back-off", "daemon"),
        gates.subList(0, 8));
  }

  @Test
  void daemonReload_noDaemon_isUnreachable() {
    assertEquals(24, main.run("daemon", "reload"));
    assertTrue(text(err).contains("code: daemon-unreachable"), text(err));
  }

  @Test
  void daemonLogs_neverStarted_saysWhatToDo() {
    assertEquals(7, main.run("daemon", "logs"));
    assertTrue(text(err).contains("self/log/voltad.log"), text(err));
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

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.OddServer;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RawConversation;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile surroundings of the socket and of the process: the daemon serves on or refuses with a
 * reason, and tools run in every case.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HostileIT {
  private static final String OWNER = "12345";
  private static final String STRANGER = "23456";
  private static final String ASK =
      "import socket,sys; s=socket.socket(socket.AF_UNIX); s.settimeout(10);"
          + " s.connect(sys.argv[1]); s.sendall(b'GET /metrics HTTP/1.0\\r\\n\\r\\n');"
          + " print(b''.join(iter(lambda: s.recv(9999), b'')).decode())";

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;

  @BeforeEach
  void unpack() throws IOException {
    sample = SampleHome.unpack("v2-typical", dir).leadTo(tree.shim());
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private Path self(String name) throws IOException {
    return Files.createDirectories(sample.home().resolve("self")).resolve(name);
  }

  private Outcome runNode() {
    Outcome node = tree.tool(sample, "node", "--version").run().assertExit(0).assertNoTrace();
    assertTrue(node.out().startsWith("v"), node::toString);
    return node;
  }

  /** So that the next shim finds no marker and asks. */
  private void holdBack(RunningDaemon daemon) {
    tree.migrate(sample, "--undo").run().assertExit(0);
    daemon.until("it holds back", () -> daemon.state().equals("held-back"));
  }

  /** Whether somebody has asked for a job; one that the watcher began may have come after it. */
  private static boolean wasAsked(RunningDaemon daemon) {
    return daemon.ask("GET", "/v1/jobs", "application/json").body().contains("\"request\"");
  }

  private static Program as(String user, Program program) {
    return program.under("setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--");
  }

  private static void run(String... command) {
    Program.of(command).run().assertExit(0);
  }

  @Test
  void peers_ofOtherUsers_areRefusedCountedAndLogged() throws IOException {
    assumeTrue(Program.of("id", "-u").run().out().strip().equals("0"), "needs root");
    Path runtime = Files.createDirectory(dir.resolve("run"));
    run("chown", "-R", OWNER + ":" + OWNER, dir.toString());
    run("chmod", "755", dir.toString(), sample.user().toString());
    Program program = tree.daemon(sample).with("XDG_RUNTIME_DIR", runtime.toString());
    try (Running daemon = as(OWNER, program).start()) {
      daemon.until("it serves", () -> daemon.stderr().contains("daemon.started"));
      String socket = Files.readString(self("endpoint")).strip();
      byte[] question = "GET /v1/status HTTP/1.1\r\n\r\n".getBytes();
      assertEquals("", RawConversation.hold(Path.of(socket), question, 10_000), "root");

      run("chmod", "-R", "a+rwX", runtime.toString());
      Program asked = Program.of("python3", "-c", ASK, socket);
      assertFalse(as(STRANGER, asked).run().out().contains("voltad"), "a stranger");
      Outcome loose = as(OWNER, tree.volta(sample, "daemon", "status")).run();
      loose.assertExit(24).assertSays("is open to others");

      String metrics = as(OWNER, asked).run().assertExit(0).out();
      assertTrue(metrics.contains("voltad_refused_peers_total 2\n"), metrics);
      assertEquals(2, daemon.stderr().split("peer.refused user=").length - 1, daemon::stderr);
      Outcome root = tree.volta(sample, "daemon", "status").run();
      root.assertExit(24).assertSays("belongs to user " + OWNER);
      daemon.terminate();
      daemon.await().assertNoTrace();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chmod 755", "chmod 777", "chown 12345", "link", "file"})
  void socketFolder_notOursAlone_isRefusedAndToolsRun(String damage) throws IOException {
    Path folder = Files.createDirectory(tree.runtime().resolve("voltad"));
    switch (damage) {
      case "link" -> {
        Files.move(folder, tree.runtime().resolve("elsewhere"));
        Files.createSymbolicLink(folder, tree.runtime().resolve("elsewhere"));
      }
      case "file" -> {
        Files.delete(folder);
        Files.createFile(folder);
      }
      default -> run((damage + " " + folder).split(" "));
    }

    tree.daemon(sample).run().assertProblem(7, "filesystem").assertSays(folder.toString());
    runNode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chmod 755 FOLDER", "chown 12345 FOLDER", "chown 12345 SOCKET", "link"})
  void socket_notOursAnyMore_isNotConnectedToAndToolsRun(String damage) throws IOException {
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      holdBack(daemon);
      Path socket = daemon.socket();
      Path real = socket.resolveSibling("real");
      if (damage.equals("link")) {
        Files.move(socket, real);
        Files.createSymbolicLink(socket, real);
      } else {
        run(
            damage
                .replace("FOLDER", "" + socket.getParent())
                .replace("SOCKET", "" + socket)
                .split(" "));
      }

      runNode();
      tree.volta(sample, "daemon", "status").run().assertExit(24).assertNoTrace();
      tree.volta(sample, "daemon", "reload").run().assertProblem(24, "daemon-unreachable");

      run("chown", "-R", "0", socket.getParent().toString());
      run("chmod", "700", socket.getParent().toString());
      if (Files.exists(real)) {
        Files.move(real, socket, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      daemon.untilCurrent();
      assertFalse(wasAsked(daemon), "the shim must not have connected");
    }
  }

  @Test
  void folders_tooLongForASocket_arePassedOver() throws IOException {
    Path tooLong = Files.createDirectory(dir.resolve("x".repeat(110)));
    Program program =
        tree.daemon(sample)
            .with("XDG_RUNTIME_DIR", tooLong.toString())
            .with("TMPDIR", tooLong.toString());
    try (RunningDaemon daemon = RunningDaemon.start(program, sample).untilCurrent()) {
      assertTrue(daemon.socket().startsWith("/tmp/voltad-0"), daemon.socket()::toString);
      holdBack(daemon);
      runNode();
      assertTrue(wasAsked(daemon), daemon::statusText);
    }
  }

  @ParameterizedTest
  @EnumSource(OddServer.Manner.class)
  void endpoint_ofAnotherProgram_costsShimsSecondsAtMost(OddServer.Manner manner)
      throws IOException {
    Path socket = tree.runtime().resolve("odd.sock");
    Files.writeString(self("endpoint"), socket + "\n");
    try (OddServer odd = new OddServer(socket, manner)) {
      Outcome node = runNode();
      System.out.printf("%s: node after %d ms%n", manner, node.took().toMillis());
      Outcome status = tree.volta(sample, "daemon", "status").within(Duration.ofSeconds(25)).run();
      status.assertExit(24).assertNoTrace();
      assertTrue(Files.exists(socket), odd::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "large", "pipe", "link", "dead"})
  void endpoint_thatIsNone_isPassedOverAndReplaced(String kind) throws IOException {
    Path file = self("endpoint");
    switch (kind) {
      case "garbage" -> Files.write(file, new byte[] {'/', (byte) 0xff, 0, 27, '[', '2', 'J'});
      case "large" -> Files.write(file, "/x".repeat(1 << 19).getBytes());
      case "pipe" -> run("mkfifo", file.toString());
      case "link" -> Files.createSymbolicLink(file, Path.of("/etc/passwd"));
      default -> Files.writeString(file, tree.runtime().resolve("dead.sock") + "\n");
    }
    tree.volta(sample, "daemon", "status").run().assertExit(24).assertNoTrace();
    runNode();
    try (Running daemon = tree.daemon(sample).start()) { // our own reader would wait at a pipe
      daemon.until("it serves", () -> daemon.stderr().contains("daemon.started"));
      assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
      tree.volta(sample, "daemon", "stop").run().assertExit(0);
      daemon.await().assertExit(0).assertNoTrace();
    }
    assertTrue(Files.readString(Path.of("/etc/passwd")).contains("root"));
  }

  @Test
  void endpoint_thatIsAFolder_isWaitedOut() throws IOException {
    Path file = Files.createDirectory(self("endpoint"));
    try (Running daemon = tree.daemon(sample).start()) {
      daemon.until("it says so", () -> daemon.stderr().contains("endpoint.unwritten"));
      runNode();
      Files.delete(file);
      daemon.until("it is found again", () -> Files.isRegularFile(file));
      tree.volta(sample, "daemon", "stop").run().assertExit(0);
      daemon.await().assertExit(0).assertNoTrace();
    }
  }

  @Test
  void daemons_twentyAtOnceAndTheFirstIsKilled_oneServes() throws IOException {
    List<Running> all = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        all.add(tree.daemon(sample).within(Duration.ofSeconds(60)).start());
      }
      Running first = all.get(serving(all));
      first.kill();
      all.remove(first);
      all.add(tree.daemon(sample).within(Duration.ofSeconds(60)).start());
      Running winner = all.get(serving(all));
      all.remove(winner);
      for (Running other : all) {
        other.await().assertExit(0).assertNoTrace().assertSays("serves");
      }
      assertTrue(winner.isAlive());
      tree.volta(sample, "daemon", "stop").run().assertExit(0);
      winner.await().assertExit(0).assertNoTrace();
    } finally {
      all.forEach(Running::close);
    }
  }

  /**
   * The one among them that says it has started and is alive; each of the others may have ended.
   */
  private static int serving(List<Running> all) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).isAlive() && all.get(i).stderr().contains("daemon.started")) {
          return i;
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    throw new AssertionError("nobody serves: " + all);
  }

  @Test
  void daemon_stopped_shimsDoWithoutItInTime() throws IOException {
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      holdBack(daemon);
      run("kill", "-STOP", Long.toString(daemon.pid()));
      Outcome node = runNode();
      run("kill", "-CONT", Long.toString(daemon.pid()));
      System.out.printf("daemon stopped: node after %d ms%n", node.took().toMillis());
      assertTrue(node.took().compareTo(Duration.ofSeconds(15)) < 0, node::toString);
      daemon.untilCurrent();
    }
  }

  @Test
  void signals_endItInOrderOrNotAtAll() throws IOException {
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      String pid = Long.toString(daemon.pid());
      for (String signal : List.of("-USR1", "-PIPE", "-QUIT", "-CHLD", "-WINCH")) {
        run("kill", signal, pid);
        assertEquals("current", daemon.state(), signal);
      }
      Path socket = daemon.socket();
      run("kill", "-HUP", pid);
      daemon.await().assertExit(129);
      assertFalse(Files.exists(socket) || Files.exists(daemon.endpoint()), "ended in order");
    }
  }

  @Test
  void environment_poorAndStreamsClosed_servesAndWritesIntoNoFile() throws IOException {
    Path user = Files.move(sample.user(), dir.resolve("h\u00f6me \u00fc\u540d"));
    sample = new SampleHome("v2-typical", user);
    Program poor =
        tree.daemon(sample)
            .under("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh")
            .without("HOME")
            .without("LC_ALL")
            .with("LANG", "C")
            .with("TMPDIR", "/nowhere");
    try (RunningDaemon daemon = RunningDaemon.start(poor, sample).untilCurrent()) {
      assertEquals(sample.home().toString(), daemon.status().path("home").path("path").asString());
    }
    Program.of("grep", "-rl", "daemon.started", user.toString()).run().assertExit(1);
  }

  @Test
  void descriptors_few_areNotTheEnd() throws IOException {
    Program few = tree.daemon(sample).under("prlimit", "--nofile=64:64", "--");
    try (RunningDaemon daemon = RunningDaemon.start(few, sample).untilCurrent()) {
      List<SocketChannel> open = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        open.add(SocketChannel.open(UnixDomainSocketAddress.of(daemon.socket())));
      }
      Files.delete(sample.home().resolve("layout.v4"));
      runNode();
      for (SocketChannel channel : open) {
        channel.close();
      }
      daemon.until("it answers", () -> isAnswering(daemon));
      daemon.untilCurrent();
    }
  }

  private static boolean isAnswering(RunningDaemon daemon) {
    try {
      byte[] question = "GET /v1/status HTTP/1.1\r\n\r\n".getBytes();
      return RawConversation.hold(daemon.socket(), question, 5000).contains(" 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void systemctl_thatHangs_isSaidSo() throws IOException {
    Path fake = Files.createDirectory(dir.resolve("fake")).resolve("systemctl");
    Files.writeString(fake, "#!/bin/sh\nexec /usr/bin/sleep 600\n");
    run("chmod", "755", fake.toString());
    for (String verb : List.of("install", "start")) {
      Outcome outcome =
          tree.volta(sample, "daemon", verb)
              .with("PATH", fake.getParent() + ":/usr/bin:/bin")
              .run();
      outcome.assertProblem(6, "environment").assertSays("It did not end within 5 s");
    }
    assertFalse(Files.exists(sample.home().resolve("self/endpoint")));
  }
}

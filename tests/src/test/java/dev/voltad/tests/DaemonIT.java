package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import dev.voltad.tests.support.UnixHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The daemon on one home, from start to end, as its user sees it. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DaemonIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int RESTORED_WITHIN_MILLIS = 250;

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void status_v2HomeBehindLock_goesFromMigratingToCurrent() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    String lock = sample.home().resolve("volta.lock").toString();
    try (Running holder =
        Program.of("flock", "-o", lock, "sh", "-c", "echo held; sleep 60").start()) {
      holder.until("flock holds the lock", () -> holder.stdout().contains("held"));
      try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
        daemon.until("it is migrating", () -> daemon.state().equals("migrating"));
        daemon.until("it names the holder", () -> daemon.statusText().contains("flock"));
        holder.kill();
        daemon.untilCurrent();

        JsonNode status = daemon.status();
        assertEquals("v4", status.path("home").path("layout").asString());
        assertTrue(status.path("healthy").asBoolean(), status::toString);
        assertEquals("migrated", status.path("lastJob").path("outcome").asString());
      }
    }
  }

  @Test
  void daemon_markerRemoved_bringsItBackSoon() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    Path marker = sample.home().resolve("layout.v4");
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      TreeManifest current = TreeManifest.ofHome(sample.home());
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Files.delete(marker);
        long removed = System.nanoTime();
        daemon.until("the marker is back", () -> Files.exists(marker));
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - removed));
        daemon.untilCurrent();
      }

      System.out.printf("marker removed, back after %s ms%n", millis);
      long median = millis.stream().sorted().toList().get(2);
      assertTrue(median <= RESTORED_WITHIN_MILLIS, millis::toString);
      current.assertSame(TreeManifest.ofHome(sample.home()), "brought back");
    }
  }

  @Test
  void daemon_undoneByHand_leavesHomeAloneUntilAsked() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    TreeManifest before = TreeManifest.ofHome(sample.home());
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      tree.migrate(sample, "--undo").run().assertExit(0);

      daemon.until("it holds back", () -> daemon.state().equals("held-back"));
      before.assertSame(TreeManifest.ofHome(sample.home()), "undone under a daemon");
      assertTrue(daemon.migrateAndWait().contains("\"migrated\""));
      daemon.untilCurrent();
    }
  }

  @Test
  void daemon_startedTwice_secondSaysSoAndEndsWell() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    try (RunningDaemon first = RunningDaemon.start(tree, sample).untilCurrent()) {
      Outcome second = tree.daemon(sample).run();

      second.assertExit(0).assertSays(sample.home().toString()).assertNoTrace();
      assertEquals("current", first.state());
    }
  }

  @Test
  void daemon_terminated_endsInOrderAndLeavesNoSocket() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      Path socket = daemon.socket();
      assertEquals("rw-------", mode(socket));
      assertEquals("rwx------", mode(socket.getParent()));

      Outcome end = daemon.stop();

      assertTrue(end.exit() == 0 || end.exit() == 143, end::toString);
      assertFalse(Files.exists(socket));
      assertFalse(Files.exists(daemon.endpoint()));
    }
  }

  @Test
  void daemon_askedToStop_ends() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      UnixHttp.Answer answer = daemon.ask("POST", "/v1/stop", "application/json");

      assertEquals(202, answer.status(), answer::toString);
      daemon.await().assertExit(0).assertNoTrace();
      assertFalse(Files.exists(daemon.endpoint()));
    }
  }

  @Test
  void status_noJvmAnywhere_theLauncherShowsIt() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    ProductTree bare = tree.withoutJvm(dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      Program status = withoutJvm(bare.volta(sample, "daemon", "status"));

      String text = status.run().assertExit(0).out();
      assertTrue(text.contains("current") && text.contains(Long.toString(daemon.pid())), text);
      String json = status.and("--json").run().assertExit(0).out();
      assertEquals(daemon.pid(), Long.parseLong(json.replaceAll("(?s).*\"pid\":(\\d+).*", "$1")));
    }
    withoutJvm(bare.volta(sample, "daemon", "status")).run().assertProblem(6, "no-java");
  }

  private static Program withoutJvm(Program program) {
    return program.with("JAVA_HOME", "/nowhere").with("PATH", "/nowhere");
  }

  @Test
  void daemon_killed_nextOneHealsStaleSocket() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    try (RunningDaemon killed = RunningDaemon.start(tree, sample).untilCurrent()) {
      killed.kill();
      assertTrue(Files.exists(killed.socket()), "the test needs a stale socket");
    }

    try (RunningDaemon next = RunningDaemon.start(tree, sample).untilCurrent()) {
      assertEquals(next.pid(), next.status().path("daemon").path("pid").asLong());
    }
  }

  @Test
  void request_unknownPath_isProblemObject() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      UnixHttp.Answer answer = daemon.ask("GET", "/v1/nothing", "application/json");

      assertEquals(404, answer.status(), answer::toString);
      assertTrue(answer.head().contains("application/problem+json"), answer::head);
      JsonNode problem = JSON.readTree(answer.body());
      for (String field : List.of("type", "title", "detail", "code", "next")) {
        assertTrue(problem.has(field), () -> "no " + field + " in " + answer);
      }
    }
  }

  @Test
  void daemonStatus_daemonRunsOrNot_exitCodeTells() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    Outcome without = tree.volta(sample, "daemon", "status", "--json").run();
    without.assertExit(24).assertNoTrace();
    assertEquals(1, JSON.readTree(without.out()).path("schema").asInt());

    tree.volta(sample, "daemon", "start").run().assertExit(0);
    try {
      Outcome with = tree.volta(sample, "daemon", "status", "--json").run().assertExit(0);

      JsonNode status = JSON.readTree(with.out());
      assertEquals(1, status.path("schema").asInt());
      assertTrue(status.path("daemon").path("pid").asLong() > 0, with::toString);
    } finally {
      tree.volta(sample, "daemon", "stop").run().assertExit(0);
    }
    tree.volta(sample, "daemon", "status").run().assertExit(24);
  }

  @Test
  void status_brokenHome_showsWhatIsKeptByPathAndReason() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-broken", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      JsonNode findings = daemon.status().path("home").path("findings");
      Outcome text = tree.volta(sample, "daemon", "status").run();

      List<String> paths = new ArrayList<>();
      for (JsonNode finding : findings) {
        paths.add(finding.path("path").asString());
        assertFalse(finding.path("reason").asString("").isBlank(), findings::toString);
        text.assertSays(finding.path("path").asString());
        text.assertSays(finding.path("reason").asString());
      }
      assertTrue(paths.contains("tools/user/platform.json"), paths::toString);
      assertTrue(paths.contains("tools/user/packages/semver.json"), paths::toString);
      assertTrue(paths.contains("tools/user/bins/cowthink.json"), paths::toString);
    }
  }

  @Test
  void daemon_newerLayout_servesAndSaysSo() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    Files.createFile(sample.home().resolve("layout.v5"));
    TreeManifest before = TreeManifest.ofHome(sample.home());
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      daemon.until("it says why", () -> daemon.statusText().contains("layout.v5"));

      assertFalse(daemon.status().path("healthy").asBoolean());
      before.assertSame(TreeManifest.ofHome(sample.home()), "newer layout");
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

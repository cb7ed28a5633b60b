package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import dev.voltad.tests.support.UnixHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A home on hold, and its policy, as its user sees them. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HoldIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  private static String problem(RunningDaemon daemon) {
    return daemon.status().path("problem").path("code").asString("");
  }

  @Test
  void hold_oldHome_staysAsItIsAcrossRestartsUntilSomebodyAsks() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    TreeManifest before = TreeManifest.ofHome(sample.home());
    Outcome held = tree.volta(sample, "self", "hold", "--for", "24h", "--reason", "moving").run();
    held.assertExit(0).assertSays("is on hold until ").assertSays("(moving)");
    for (int start = 1; start <= 2; start++) {
      try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
        daemon.until("it leaves the home alone", () -> problem(daemon).equals("refused-by-policy"));

        assertEquals("outdated", daemon.state());
        assertFalse(daemon.status().path("healthy").asBoolean());
        assertTrue(daemon.statusText().contains("(moving)\n"), daemon::statusText);
        assertTrue(JSON.readTree(daemon.send("GET", "/v1/jobs", "").body()).path("jobs").isEmpty());
        tree.volta(sample, "daemon", "status").run().assertExit(1).assertSays("hold:    until ");
        tree.volta(sample, "why").run().assertExit(0).assertSays("no   hold       until ");
        assertTrue(daemon.send("GET", "/metrics", "").body().contains("\nvoltad_hold 1\n"));
      }
      before.assertSame(TreeManifest.ofHome(sample.home()), "on hold, start " + start);
    }

    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      assertTrue(daemon.migrateAndWait().contains("\"migrated\""));
      assertTrue(daemon.status().path("healthy").asBoolean(), "a hold alone is nothing wrong");
      assertTrue(daemon.status().path("hold").has("until"));
    }
  }

  @Test
  void hold_markerRemoved_aToolBringsItBackOrTheEndOfTheHold() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    Path marker = sample.home().resolve("layout.v4");
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      tree.volta(sample, "self", "hold").run().assertExit(0).assertSays("without an end");
      Files.delete(marker);
      daemon.until("it has seen that", () -> daemon.state().equals("outdated"));
      assertFalse(Files.exists(marker));

      tree.tool(sample, "node", "--version").run().assertExit(0);
      daemon.untilCurrent();
      assertTrue(Files.exists(marker));

      Files.delete(marker);
      daemon.until("it has seen that too", () -> daemon.state().equals("outdated"));
      assertFalse(Files.exists(marker));
      tree.volta(sample, "self", "unhold").run().assertExit(0);
      daemon.until("the marker is back", () -> Files.exists(marker));
      assertTrue(daemon.log().contains("hold.ended"), daemon::log);
    }
  }

  @Test
  void hold_withAnEnd_endsByItself() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      Instant end = Instant.now().plusSeconds(3);
      UnixHttp.Answer held = daemon.send("PUT", "/v1/hold", "{\"until\": \"" + end + "\"}");
      assertEquals(200, held.status(), held::toString);
      Path marker = sample.home().resolve("layout.v4");
      Files.delete(marker);

      daemon.until("the marker is back", () -> Files.exists(marker));

      assertFalse(Instant.now().isBefore(end), daemon::log);
      daemon.untilCurrent();
      assertFalse(daemon.status().has("hold"), () -> daemon.status().toString());
    }
  }

  @Test
  void policy_garbage_isMeantAndNotWrittenOver() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    Path policy = Files.createDirectories(sample.home().resolve("self")).resolve("policy.json");
    Files.writeString(policy, "{\"hold\": {\"since\"");
    TreeManifest before = TreeManifest.ofHome(sample.home());
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      daemon.until("it says so", () -> problem(daemon).equals("configuration"));
      daemon.until("it has looked", () -> daemon.state().equals("outdated"));

      for (String[] change : new String[][] {{"PUT", "/v1/hold"}, {"DELETE", "/v1/hold"}}) {
        UnixHttp.Answer refused = daemon.send(change[0], change[1], "");
        assertEquals(500, refused.status(), refused::toString);
        assertTrue(refused.body().contains("\"configuration\""), refused::body);
      }
      tree.volta(sample, "self", "unhold").run().assertProblem(8, "configuration");
      tree.volta(sample, "self", "policy").run().assertProblem(8, "configuration");
      assertEquals("{\"hold\": {\"since\"", Files.readString(policy));
      before.assertSame(TreeManifest.ofHome(sample.home()), "policy that cannot be read");

      Files.delete(policy);
      tree.volta(sample, "daemon", "reload").run().assertExit(0);
      daemon.untilCurrent();
      assertTrue(daemon.status().path("healthy").asBoolean(), daemon::statusText);
    }
  }

  @Test
  void policy_setWithAndWithoutADaemon_keepsWhatElseIsThere() throws IOException {
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    Path policy = Files.createDirectories(sample.home().resolve("self")).resolve("policy.json");
    Files.writeString(policy, "{\"later\": [1]}");
    tree.volta(sample, "self", "policy", "--set", "idleExit=2h").run().assertExit(0);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      tree.volta(sample, "self", "hold", "--for", "1h").run().assertExit(0);
      tree.volta(sample, "self", "policy", "--set", "idleExit=").run().assertExit(0);
      Outcome shown = tree.volta(sample, "self", "policy", "--json").run().assertExit(0);
      UnixHttp.Answer bad = daemon.send("PUT", "/v1/policy", "{\"idleExit\": \"soon\"}");
      assertEquals(400, bad.status(), bad::toString);

      JsonNode file = JSON.readTree(Files.readString(policy));
      assertEquals("[1]", file.path("later").toString());
      assertFalse(file.has("idleExit"), file::toString);
      assertTrue(file.path("hold").has("until"), file::toString);
      assertEquals(1, JSON.readTree(shown.out()).path("schema").asInt());
      assertEquals("[\"later\"]", JSON.readTree(shown.out()).path("unknown").toString());
    }
  }
}

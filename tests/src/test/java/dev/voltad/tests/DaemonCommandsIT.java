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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tells of a daemon and of what it did, as programs that a person runs. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class DaemonCommandsIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  private static Path marker(SampleHome sample) {
    return sample.home().resolve("layout.v4");
  }

  @Test
  void events_markerRemoved_tellEachTurn() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      String socket = daemon.socket().toString();
      Program follow =
          Program.of("curl", "-sN", "--unix-socket", socket, "http://localhost/v1/events");
      try (Running curl = follow.start()) {
        curl.until("the first event", () -> events(curl.stdout()).size() == 1);
        Files.delete(marker(sample));
        curl.until("it is current again", () -> jobs(events(curl.stdout())).contains("watch"));

        List<JsonNode> all = events(curl.stdout());
        assertEquals("current", condition(all.get(0)));
        assertTrue(all.stream().anyMatch(e -> condition(e).equals("migrating")), all::toString);
        assertEquals("current", condition(all.get(all.size() - 1)));
        String ids =
            String.join(" ", curl.stdout().lines().filter(l -> l.startsWith("id: ")).toList());
        assertTrue(ids.startsWith("id: 1 id: 2"), ids);
      }
    }
  }

  /** Only whole ones. */
  private static List<JsonNode> events(String text) {
    List<JsonNode> all = new ArrayList<>();
    Matcher event = Pattern.compile("event: status\ndata: (.*)\n\n").matcher(text);
    while (event.find()) {
      all.add(JSON.readTree(event.group(1)));
    }
    return all;
  }

  /** Why the job before the last event began, once there is one that has ended. */
  private static String jobs(List<JsonNode> events) {
    JsonNode last = events.get(events.size() - 1);
    return last.has("job") ? "under way" : last.path("lastJob").path("trigger").asString("");
  }

  private static String condition(JsonNode status) {
    return status.path("home").path("condition").asString("");
  }

  private static JsonNode jobs(RunningDaemon daemon) {
    return JSON.readTree(daemon.send("GET", "/v1/jobs", "").body()).path("jobs");
  }

  @Test
  void jobsAndHistory_acrossARestart_areStillThere() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      JsonNode jobs = jobs(daemon);
      assertEquals("migrated", jobs.path(0).path("outcome").asString(), jobs::toString);
      assertEquals(100, jobs.path(0).path("percent").asInt(), jobs::toString);
    }
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      daemon.until("the history was read", () -> jobs(daemon).size() == 2);
      JsonNode jobs = jobs(daemon);
      assertEquals("migrated", jobs.path(0).path("outcome").asString(), jobs::toString);
      String id = jobs.path(0).path("id").asString();
      assertEquals(jobs.path(0), JSON.readTree(daemon.send("GET", "/v1/jobs/" + id, "").body()));
    }
    tree.migrate(sample, "--undo").run().assertExit(0);

    Outcome history = tree.volta(sample, "history").run().assertExit(0);
    List<String> lines = history.out().lines().toList();
    assertEquals(2, lines.size(), history::toString);
    assertTrue(lines.get(0).contains("migrated  (voltad, start)  v2 -> v4, "), history::toString);
    assertTrue(lines.get(1).contains("undone"), history::toString);
    Outcome json = tree.volta(sample, "history", "--json", "-n", "1").run().assertExit(0);
    JsonNode entries = JSON.readTree(json.out());
    assertEquals(1, entries.path("schema").asInt());
    assertEquals("undone", entries.path("entries").path(0).path("outcome").asString());
    assertEquals(1, entries.path("entries").size());
  }

  @Test
  void why_undoneHome_namesTheGateThatDecides() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      tree.volta(sample, "why").run().assertExit(0).assertSays("next: Nothing has to be done.\n");
      tree.migrate(sample, "--undo").run().assertExit(0);
      // Each thing that the undo did is looked at, and the marker that went once more after all.
      daemon.until("why says so", () -> why(sample).contains("no   held-back  "));

      String text = why(sample);
      JsonNode json = JSON.readTree(tree.volta(sample, "why", "--json").run().assertExit(0).out());

      assertTrue(text.contains("next: Run `volta-migrate`"), text);
      assertEquals(1, json.path("schema").asInt());
      assertEquals(8, json.path("gates").size(), json::toString);
    }
  }

  private String why(SampleHome sample) {
    return tree.volta(sample, "why").run().assertExit(0).out();
  }

  @Test
  void metrics_prometheusParser_readsThoseOfTheDocument() throws IOException {
    Set<String> documented = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| (`[a-z_`, ]+`) \\| (info|gauge|stateset|counter|summary) \\|")
            .matcher(Files.readString(Path.of("../docs/protocol.md")));
    while (rows.find()) {
      for (String name : rows.group(1).replace("`", "").split(", ")) {
        documented.add(name + " " + rows.group(2));
      }
    }
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      Path text = dir.resolve("metrics");
      Files.writeString(text, daemon.send("GET", "/metrics", "").body());
      Path script = Path.of("src/test/harness/openmetrics.py").toAbsolutePath();

      Outcome parsed = parse(script, text).assertExit(0);
      assertEquals(documented, new TreeSet<>(parsed.out().lines().toList()));
      Files.writeString(text, Files.readString(text).replace("# EOF\n", ""));
      assertFalse(parse(script, text).exit() == 0, "the parser takes anything");
    }
  }

  private static Outcome parse(Path script, Path text) {
    return Program.of("sh", "-c", "exec /usr/bin/python3 '" + script + "' < '" + text + "'").run();
  }

  @Test
  void logsFollow_whileTheDaemonWorks_showsTheNewLineAndEndsWhenTold() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    tree.volta(sample, "daemon", "start").run().assertExit(0);
    try (Running logs = tree.volta(sample, "daemon", "logs", "-f").start()) {
      logs.until("the migration is logged", () -> count(logs.stdout()) == 1);
      Files.delete(marker(sample));
      logs.until("the next one is", () -> count(logs.stdout()) == 2);

      logs.terminate();
      assertEquals(143, logs.await().exit());
      Outcome last = tree.volta(sample, "daemon", "logs", "-n", "1").run().assertExit(0);
      assertEquals(1, last.out().lines().count(), last::toString);
    } finally {
      tree.volta(sample, "daemon", "stop").run().assertExit(0);
    }
  }

  private static long count(String log) {
    return log.lines().filter(line -> line.contains("migration.committed")).count();
  }

  @Test
  void statusWatch_asThingsChange_isShownAgainUntilTheDaemonEnds() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent();
        Running text = tree.volta(sample, "daemon", "status", "--watch").start();
        Running json = tree.volta(sample, "daemon", "status", "-w", "--json").start()) {
      text.until("it is shown", () -> text.stdout().contains("layout:  v4, current"));
      json.until("it is shown", () -> json.stdout().contains("\"current\""));

      tree.volta(sample, "self", "hold", "--reason", "watched").run().assertExit(0);

      text.until(
          "the hold is shown", () -> text.stdout().contains("hold:    without an end (watched)"));
      json.until("the hold is shown", () -> json.stdout().contains("\"reason\":\"watched\""));
      daemon.stop();
      text.await().assertExit(24).assertNoTrace().assertSays("voltad does not run");
      String lines = json.await().assertExit(24).assertNoTrace().out();
      lines.lines().forEach(line -> assertEquals(1, JSON.readTree(line).path("schema").asInt()));
    }
  }

  @Test
  void status_migrationBehindALock_hasAllThereIsToSay() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-broken", dir);
    tree.volta(sample, "self", "hold", "--for", "1h").run().assertExit(0);
    String lock = sample.home().resolve("volta.lock").toString();
    try (Running holder =
            Program.of("flock", "-o", lock, "sh", "-c", "echo held; sleep 60").start();
        RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      holder.until("flock holds the lock", () -> holder.stdout().contains("held"));
      daemon.until("it has looked", () -> daemon.statusText().contains("layout:  v2"));
      assertEquals(202, daemon.send("POST", "/v1/migrations", "").status());
      daemon.until(
          "it waits", () -> daemon.statusText().contains("job:     migrate, waiting for f"));

      Outcome text = tree.volta(sample, "daemon", "status").run();
      for (String line :
          List.of("home", "layout", "hold", "job", "lock", "looks", "memory", "socket")) {
        text.assertSays("\n" + line + ":");
      }
      assertTrue(
          text.out().matches("(?s)voltad [0-9.]+ runs, pid \\d+, for \\d+ s\n.*"), text::out);
      JsonNode status = JSON.readTree(tree.volta(sample, "daemon", "status", "--json").run().out());
      assertEquals(1, status.path("schema").asInt());
      for (String field : List.of("version", "pid", "uptimeSeconds", "watch", "memory")) {
        assertTrue(status.path("daemon").has(field), field);
      }
      assertTrue(
          status.path("home").path("lock").path("program").asString().equals("flock"),
          status::toString);
      assertTrue(status.path("hold").has("until"), status::toString);
    }
  }
}

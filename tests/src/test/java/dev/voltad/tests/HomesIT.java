package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.tests.support.ExpectedHome;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every sample home becomes current, keeps what it must keep, and can be put back. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HomesIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> ROWS = Collections.synchronizedList(new ArrayList<>());
  private static ProductTree tree;

  static List<String> homes() {
    return SampleHome.names();
  }

  @BeforeAll
  static void open() {
    tree = ProductTree.open();
  }

  @AfterAll
  static void report() throws IOException {
    tree.close();
    List<String> lines = new ArrayList<>();
    lines.add("%-18s %-14s %10s %8s  %s".formatted("home", "by", "operations", "ms", "reports"));
    ROWS.stream().sorted().forEach(lines::add);
    Files.write(Path.of("target/homes-report.txt"), lines);
    lines.forEach(System.out::println);
  }

  @ParameterizedTest
  @MethodSource("homes")
  void migrate_oldHome_becomesCurrentAndCanBePutBack(String name, @TempDir Path dir)
      throws IOException {
    SampleHome sample = SampleHome.unpack(name, dir);
    TreeManifest before = TreeManifest.ofHome(sample.home());

    Outcome first = tree.migrate(sample, "--json").run().assertExit(0).assertNoTrace();

    String status = tree.migrate(sample, "--status").run().assertExit(0).out();
    ExpectedHome expected = new ExpectedHome(sample, before, tree.shim());
    expected.check(first.err());
    expected.unusable().forEach(path -> assertContains(status, path));
    JsonNode result = JSON.readTree(first.out());
    row(
        name,
        "volta-migrate",
        result.path("operations"),
        result.path("tookMillis"),
        result.path("findings"));
    TreeManifest after = TreeManifest.withTimes(sample.home(), TreeManifest.OURS);
    tree.migrate(sample).run().assertExit(0);
    after.assertSame(TreeManifest.withTimes(sample.home(), TreeManifest.OURS), "second run");
    TreeManifest current = TreeManifest.ofHome(sample.home());
    tree.migrate(sample, "--undo").run().assertExit(0).assertNoTrace();
    before.assertSame(TreeManifest.ofHome(sample.home()), "undone");
    tree.migrate(sample).run().assertExit(0);
    current.assertSame(TreeManifest.ofHome(sample.home()), "migrated again");
  }

  @ParameterizedTest
  @MethodSource("homes")
  void daemon_oldHome_becomesCurrentAndCanBePutBack(String name, @TempDir Path dir)
      throws IOException {
    SampleHome sample = SampleHome.unpack(name, dir);
    TreeManifest before = TreeManifest.ofHome(sample.home());

    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      daemon.untilCurrent();

      new ExpectedHome(sample, before, tree.shim()).check(daemon.statusText());
      TreeManifest current = TreeManifest.ofHome(sample.home());
      TreeManifest timed = TreeManifest.withTimes(sample.home(), TreeManifest.OURS);
      JsonNode status = daemon.status();
      daemon.migrateAndWait();
      timed.assertSame(TreeManifest.withTimes(sample.home(), TreeManifest.OURS), "second run");
      JsonNode job = status.path("lastJob");
      row(name, "voltad", job.path("total"), millis(job), status.path("home").path("findings"));
      tree.migrate(sample, "--undo").run().assertExit(0).assertNoTrace();
      before.assertSame(TreeManifest.ofHome(sample.home()), "undone");
      String answer = daemon.migrateAndWait();
      answer += daemon.migrateAndWait(); // what old runs left is repaired when it is current
      current.assertSame(TreeManifest.ofHome(sample.home()), "asked to migrate again: " + answer);
    }
  }

  private static void row(
      String name, String program, Object operations, Object ms, JsonNode kept) {
    String line = "%-18s %-14s %10s %8s  %d";
    ROWS.add(line.formatted(name, program, operations, ms, kept.size()));
  }

  private static long millis(JsonNode job) {
    Instant started = Instant.parse(job.path("started").asString());
    return Duration.between(started, Instant.parse(job.path("ended").asString())).toMillis();
  }

  private static void assertContains(String text, String part) {
    assertEquals(true, text.contains(part), () -> "no " + part + " in " + text);
  }
}

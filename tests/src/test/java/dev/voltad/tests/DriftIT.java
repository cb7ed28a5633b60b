package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.DriftCase;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Homes of the current layout in which something has gone wrong: put right by the daemon and by
 * {@code volta-migrate --repair}, or reported; and given back by undo.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DriftIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> TABLE = new ArrayList<>();

  private static Path shared;
  private static SampleHome right;
  private static TreeManifest wanted;

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  static List<DriftCase> cases() {
    return DriftCase.all();
  }

  @BeforeAll
  static void prepare() throws IOException {
    shared = Trees.createInMemory("voltad-drift");
    right = SampleHome.unpack("v4-typical", shared);
    try (ProductTree tree = ProductTree.open();
        RunningDaemon daemon = RunningDaemon.start(tree, right).untilCurrent()) {
      Path copies = right.home().resolve("self/records.json");
      daemon.until("it keeps copies of the records", () -> Files.exists(copies));
    }
    Trees.delete(right.home().resolve("self/journal"));
    Files.delete(right.home().resolve("self/history.jsonl"));
    wanted = TreeManifest.ofHome(right.home());
  }

  @AfterAll
  static void report() {
    TABLE.stream().sorted().forEach(System.out::println);
    Trees.delete(shared);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private SampleHome damaged(DriftCase drift) throws IOException {
    SampleHome sample = new SampleHome("v4-typical", dir.resolve("v4-typical"));
    Program.of("cp", "-a", right.user().toString(), sample.user().toString()).run().assertExit(0);
    drift.damage().in(sample.home());
    return sample;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void repair_byCommand_isRightOrReportedAndUndone(DriftCase drift) throws IOException {
    SampleHome sample = damaged(drift);
    TreeManifest before = TreeManifest.ofHome(sample.home());

    String plan = tree.migrate(sample, "--repair", "--plan", "--json").run().assertExit(0).out();
    before.assertSame(TreeManifest.ofHome(sample.home()), "a plan changes nothing");
    Outcome repair = tree.migrate(sample, "--repair", "--json").run();

    JsonNode result = JSON.readTree(repair.assertExit(0).assertNoTrace().out());
    int planned = JSON.readTree(plan).path("operations").size();
    check(drift, before, sample, result.path("findings"));
    if (drift.reported().isEmpty()) {
      assertEquals(planned, result.path("operations").asInt(), "planned and done");
      tree.migrate(sample, "--undo").run().assertExit(0).assertNoTrace();
      before.assertSame(TreeManifest.ofHome(sample.home()), "undone");
    } else {
      assertEquals(0, planned, plan);
    }
    TABLE.add(
        "%-46s %s".formatted(drift, drift.reported().isEmpty() ? "repaired, undone" : "reported"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void start_byDaemon_isRightOrReported(DriftCase drift) throws IOException {
    SampleHome sample = damaged(drift);
    TreeManifest before = TreeManifest.ofHome(sample.home());

    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      check(drift, before, sample, daemon.status().path("home").path("findings"));
      tree.volta(sample, "daemon", "status").run().assertExit(0).assertSays(drift.reported());
    }
  }

  private static void check(
      DriftCase drift, TreeManifest before, SampleHome sample, JsonNode findings) {
    TreeManifest now = TreeManifest.ofHome(sample.home());
    List<String> paths = new ArrayList<>();
    findings.forEach(finding -> paths.add(finding.path("path").asString()));
    if (drift.reported().isEmpty()) {
      assertEquals(List.of(), paths, findings::toString);
      wanted.assertSame(now, "repaired");
    } else {
      assertTrue(paths.contains(drift.reported()), findings::toString);
      before.assertSame(now, "left alone");
    }
  }

  @Test
  void watch_recordCutOffWhileTheDaemonRuns_isRestored() throws IOException {
    SampleHome sample = damaged(new DriftCase("nothing", home -> {}, ""));
    Path platform = sample.home().resolve("tools/user/platform.json");
    String good = "{\"node\":{\"runtime\":\"18.20.4\",\"npm\":null}}";
    Path copies = sample.home().resolve("self/records.json");
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      Files.writeString(platform, good); // as upstream: written over in place
      String inCopies = good.replace("\"", "\\\"");
      daemon.until("the copy follows", () -> read(copies).contains(inCopies));

      Files.writeString(platform, good.substring(0, 25));

      daemon.until("it is restored", () -> read(platform).equals(good));
      daemon.untilCurrent();
      assertEquals("repair", daemon.status().path("lastJob").path("kind").asString());
    }
    String history = read(sample.home().resolve("self/history.jsonl"));
    assertTrue(history.contains("\"trigger\":\"watch\""), history);
  }

  @Test
  void leftover_thatAProcessStillUses_staysUntilItEnds() throws IOException {
    SampleHome sample = damaged(new DriftCase("nothing", home -> {}, ""));
    Path folder = Files.createDirectory(sample.home().resolve("tmp/.tmpInUse"));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(172_800)));
    try (var user = Program.of("sh", "-c", "echo there; exec sleep 60").in(folder).start()) {
      user.until("it works in the folder", () -> user.stdout().contains("there"));

      tree.migrate(sample, "--repair").run().assertExit(0);
      assertTrue(Files.isDirectory(folder), "it is in use");
    }

    tree.migrate(sample, "--repair").run().assertExit(0);
    assertTrue(Files.notExists(folder), "nobody uses it any more");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}

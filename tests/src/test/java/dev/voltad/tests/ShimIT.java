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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tools of an old home, run through the shim while the home becomes current. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ShimIT {
  private static final String DEFAULT_NODE = "v12.22.12\n";

  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void node_twentyAtOnceWithoutDaemon_oneMigrationTwentyOutputs(@TempDir Path dir)
      throws IOException {
    SampleHome sample = newProgramsIn(SampleHome.unpack("v1-typical", dir));

    List<Outcome> outcomes = startTogether(sample, 20);

    outcomes.forEach(outcome -> assertEquals(DEFAULT_NODE, outcome.assertExit(0).out()));
    assertEquals(1, committedJournals(sample));
  }

  @Test
  void node_twentyAtOnceWithDaemon_oneMigrationTwentyOutputs(@TempDir Path dir) throws IOException {
    SampleHome sample = newProgramsIn(SampleHome.unpack("v1-typical", dir));
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      daemon.untilCurrent();
      tree.migrate(sample, "--undo").run().assertExit(0);
      assertEquals(0, committedJournals(sample));

      List<Outcome> outcomes = startTogether(sample, 20);

      outcomes.forEach(outcome -> assertEquals(DEFAULT_NODE, outcome.assertExit(0).out()));
      assertEquals(1, committedJournals(sample));
    }
  }

  @Test
  void node_lookedUpAndRunDuringMigrations_neverFails(@TempDir Path dir) throws IOException {
    SampleHome sample = newProgramsIn(SampleHome.unpack("v1-typical", dir));
    for (int i = 0; i < 500; i++) {
      Path shim = sample.home().resolve("bin/tool-" + i);
      Files.createSymbolicLink(shim, sample.home().resolve("bin/volta-shim"));
    }
    Path stop = dir.resolve("stop");

    try (Running lookups = loop(sample, stop, "hash -r; command -v node >/dev/null");
        Running runs = loop(sample, stop, "[ \"$(node --version)\" = v12.22.12 ]")) {
      for (int i = 0; i < 4; i++) {
        tree.migrate(sample).run().assertExit(0);
        tree.migrate(sample, "--undo").run().assertExit(0);
      }
      Files.createFile(stop);

      report("look-ups", lookups.await());
      report("runs", runs.await());
    }
  }

  @Test
  void node_markerPresent_startsNothingButTheTool(@TempDir Path dir) {
    SampleHome sample = SampleHome.unpack("v1-typical", dir);
    tree.migrate(sample).run().assertExit(0);

    Outcome traced =
        tree.tool(sample, "node", "--version")
            .under("strace", "-f", "-qq", "-e", "trace=execve,clone,clone3,fork,vfork")
            .run();

    assertEquals(DEFAULT_NODE, traced.assertExit(0).out());
    assertFalse(traced.err().contains("volta-migrate"), traced::toString);
    long programs = traced.err().lines().filter(line -> line.contains("execve(")).count();
    assertEquals(2, programs, traced::toString);
  }

  /** As an installer does: what old shims lead to becomes the new program. */
  private SampleHome newProgramsIn(SampleHome sample) throws IOException {
    Path program = sample.home().resolve("bin/volta-shim");
    Files.delete(program);
    Files.createSymbolicLink(program, tree.shim());
    return sample;
  }

  private List<Outcome> startTogether(SampleHome sample, int count) {
    List<Running> all =
        IntStream.range(0, count)
            .mapToObj(i -> tree.tool(sample, "node", "--version").start())
            .toList();
    List<Outcome> outcomes = all.stream().map(Running::await).toList();
    all.forEach(Running::close);
    return outcomes;
  }

  private static long committedJournals(SampleHome sample) throws IOException {
    Path journals = sample.home().resolve("self/journal");
    if (!Files.exists(journals)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(journals)) {
      return all.filter(journal -> Files.exists(journal.resolve("committed"))).count();
    }
  }

  private Running loop(SampleHome sample, Path stop, String act) {
    String script =
        "n=0; bad=0; while [ ! -e \"$1\" ]; do n=$((n+1)); { "
            + act
            + "; } || bad=$((bad+1)); done; echo $n $bad";
    Program sh = Program.of("sh", "-c", script, "loop", stop.toString());
    Running loop =
        tree.environment(sh, sample)
            .with("PATH", sample.home().resolve("bin") + ":/usr/bin:/bin")
            .in(sample.user())
            .start();
    return loop;
  }

  private static void report(String what, Outcome loop) {
    String[] counts = loop.assertExit(0).out().strip().split(" ");
    System.out.printf("node during migrations: %s %s, failures %s%n", counts[0], what, counts[1]);
    assertEquals("0", counts[1], loop::toString);
    assertTrue(Integer.parseInt(counts[0]) > 20, loop::toString);
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
  void node_lookedUpAndRunDuringMigrations_neverFails(@TempDir Path dir) throws IOException {
    SampleHome sample = SampleHome.unpack("v1-typical", dir).leadTo(tree.shim());
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
    long programs =
        traced
            .err()
            .lines()
            .filter(line -> line.contains("execve(") && !line.contains(" = -1 "))
            .count();
    assertEquals(2, programs, traced::toString);
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

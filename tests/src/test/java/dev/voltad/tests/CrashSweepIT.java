package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real kills of the real program: SIGKILL before each system call that changes the home, then it is
 * run again; and the same with an ext4 that loses at that instant what was not synced. {@code
 * HomesCrashTest} checks all homes, but only inside one process.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashSweepIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();

  private final ProductTree tree = ProductTree.open();
  private Path folder;

  @BeforeEach
  void create() throws IOException {
    folder = Trees.createInMemory("voltad-sweep");
  }

  @AfterEach
  void remove() {
    tree.close();
    Trees.delete(folder);
  }

  @ParameterizedTest
  @CsvSource({"v0-odd, kill", "v2-cut-half, kill", "v2-cut-half, power"})
  void migrate_killedAtAnySystemCall_nextRunMakesItWhole(String name, String how)
      throws IOException {
    SampleHome sample = SampleHome.unpack(name, Files.createDirectory(folder.resolve("sample")));
    Path cleanUser = folder.resolve("state");
    copy(sample.user(), cleanUser);
    SampleHome clean = new SampleHome(name, cleanUser);
    tree.migrate(clean).run().assertExit(0);
    Path wanted = folder.resolve("wanted");
    Files.writeString(wanted, list(clean));

    Outcome outcome =
        tree.environment(sweep(how), sample)
            .with("SAMPLE", sample.user().toString())
            .with("WANTED", wanted.toString())
            .with("MIGRATE", tree.bin().resolve("volta-migrate").toString())
            .with("HARNESS", HARNESS.toString())
            .with("TMPDIR", folder.toString())
            .in(folder)
            .within(Duration.ofMinutes(9))
            .run();

    System.out.printf("crash-sweep of %s, %s: %s%s", name, how, outcome.out(), outcome.err());
    outcome.assertExit(0);
    assertTrue(outcome.out().contains(" passed, 0 failed"), outcome::toString);
  }

  private static Program sweep(String how) {
    Program sweep = kills(how);
    return how.equals("power") ? sweep.and("--fs", "ext4") : sweep;
  }

  private static Program kills(String how) {
    String home = "VOLTA_HOME=\"$SWEEP_DIR/state/.volta\"";
    String differs = "{ diff \"$WANTED\" \"$SWEEP_DIR/now\" | tail -n 3 | tr '\\n' ' '; false; }";
    return Program.of(
        "bash",
        HARNESS.resolve("crash-sweep.sh").toString(),
        "--do",
        how,
        "--setup",
        "cp -a \"$SAMPLE/.\" \"$SWEEP_DIR/state\" && sync -f \"$SWEEP_DIR/state\"",
        "--run",
        home + " \"$MIGRATE\"",
        "--check",
        home
            + " \"$MIGRATE\" && sh \"$HARNESS/tree.sh\" \"$SWEEP_DIR/state/.volta\" \"$SWEEP_DIR/state\""
            + " >\"$SWEEP_DIR/now\" && { cmp -s \"$WANTED\" \"$SWEEP_DIR/now\" || "
            + differs
            + "; }");
  }

  /** Links keep their targets: that they lead into the sample does not matter here. */
  private static void copy(Path from, Path to) {
    Program.of("cp", "-a", from.toString(), to.toString()).run().assertExit(0);
  }

  private static String list(SampleHome sample) {
    String script = HARNESS.resolve("tree.sh").toString();
    return Program.of("sh", script, sample.home().toString(), sample.user().toString())
        .run()
        .assertExit(0)
        .out();
  }
}

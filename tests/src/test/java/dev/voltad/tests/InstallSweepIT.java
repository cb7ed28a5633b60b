package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.SmallRelease;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real program, killed by SIGKILL before each call of an install, an adoption and its undo that
 * changes what a name in the home stands for, and with a full disk from each new folder on: what is
 * on PATH works at once, and the next run ends what was begun. The release has neither a Java nor a
 * daemon, so that a copy is small. {@code -Dvoltad.sweep=all} takes every call; {@code
 * InstallCrashTest} does that within one process.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class InstallSweepIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();

  /** The commands, whoever's they are, are there, and node says its version. */
  private static final String WORKS =
      "for each in volta volta-migrate volta-shim; do [ -x \"$VOLTA_HOME/bin/$each\" ] ||"
          + " { echo \"no $each\"; exit 1; }; done;"
          + " \"$VOLTA_HOME/bin/node\" --version | grep -q '^v[0-9]' || { echo no node; exit 1; }; ";

  /** The calls that change what a name stands for. */
  private static final String NAMES = "link,rename,symlink,unlink";

  private static final String HOME = "export VOLTA_HOME=\"$SWEEP_DIR/state/.volta\"; ";
  private static final String PREPARE =
      "cp -a \"$SAMPLE/.\" \"$SWEEP_DIR/state\"; sh \"$HARNESS/upstream.sh\" \"$VOLTA_HOME\"; ";
  private static final String ADOPT = "\"$RELEASE/bin/volta\" adopt; ";
  private static final String UNDO = "\"$RELEASE/bin/volta\" adopt --undo; ";
  private static final String IS_UPSTREAM = "sh \"$HARNESS/upstream.sh\" --is \"$VOLTA_HOME\"";

  private final ProductTree tree = ProductTree.open();
  private Path folder;
  private SampleHome sample;
  private Path release;

  @BeforeEach
  void create() throws IOException {
    folder = Trees.createInMemory("voltad-sweep");
    sample = SampleHome.unpack("v4-typical", Files.createDirectory(folder.resolve("sample")));
    release = SmallRelease.withoutDaemon(tree.bin().getParent(), folder.resolve("release"));
  }

  @AfterEach
  void remove() {
    tree.close();
    Trees.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "ENOSPC"})
  void adopt_atAnyCall_isOldOrNew(String how) {
    sweep(how, "", ADOPT, WORKS + ADOPT + WORKS + UNDO + IS_UPSTREAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "ENOSPC"})
  void adoptUndo_atAnyCall_isOldOrNew(String how) {
    sweep(how, ADOPT, UNDO, WORKS + UNDO + WORKS + IS_UPSTREAM);
  }

  private void sweep(String how, String before, String run, String check) {
    Program sweep =
        Program.of("bash", HARNESS.resolve("crash-sweep.sh").toString(), "--do", how)
            .and("--setup", HOME + PREPARE + before)
            .and("--run", HOME + run)
            .and("--check", HOME + check);
    if (!System.getProperty("voltad.sweep", "").equals("all")) {
      sweep = sweep.and("--ops", how.equals("kill") ? NAMES : "mkdir");
    }
    if (!how.equals("kill")) {
      sweep = sweep.and("--every");
    }
    Outcome outcome =
        tree.environment(sweep, sample)
            .with("SAMPLE", sample.user().toString())
            .with("RELEASE", release.toString())
            .with("HARNESS", HARNESS.toString())
            .with("TMPDIR", folder.toString())
            .in(folder)
            .within(Duration.ofMinutes(19))
            .run();

    System.out.printf("%s, %s: %s%s", run.strip(), how, outcome.out(), outcome.err());
    outcome.assertExit(0);
    assertTrue(outcome.out().contains(" passed, 0 failed"), outcome::toString);
  }
}

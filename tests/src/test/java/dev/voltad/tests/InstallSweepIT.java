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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real program, killed by SIGKILL before each system call of an install, an adoption and its
 * undo that changes the home, and with a full disk from each on: what is on PATH works at once, and
 * the next run ends what was begun. The release has neither a Java nor a daemon, so that a copy is
 * small; {@code InstallCrashTest} does the same within one process.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InstallSweepIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();

  /** Upstream's or ours: node says its version through both. */
  private static final String WORKS =
      "for each in volta volta-migrate volta-shim; do [ -x \"$VOLTA_HOME/bin/$each\" ] ||"
          + " { echo \"no $each\"; exit 1; }; done;"
          + " \"$VOLTA_HOME/bin/node\" --version | grep -q '^v[0-9]' || { echo no node; exit 1; }";

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
  @CsvSource({"install, kill", "install, ENOSPC", "undo, kill"})
  void change_atAnySystemCall_isOldOrNew(String what, String how) {
    String install = "\"$RELEASE/bin/volta\" adopt";
    String undo = "\"$RELEASE/bin/volta\" adopt --undo";
    boolean isInstall = what.equals("install");
    String home = "export VOLTA_HOME=\"$SWEEP_DIR/state/.volta\"; ";
    String prepare =
        "cp -a \"$SAMPLE/.\" \"$SWEEP_DIR/state\"; sh \"$HARNESS/upstream.sh\" \"$VOLTA_HOME\"; ";

    Outcome outcome =
        tree.environment(
                Program.of("bash", HARNESS.resolve("crash-sweep.sh").toString(), "--do", how)
                    .and("--setup", home + prepare + (isInstall ? ":" : install))
                    .and("--run", home + (isInstall ? install : undo))
                    .and(
                        "--check",
                        home
                            + WORKS
                            + "; "
                            + (isInstall ? install : undo + " || true")
                            + "; "
                            + WORKS
                            + (isInstall ? "; " + undo : "")
                            + "; sh \"$HARNESS/upstream.sh\" --is \"$VOLTA_HOME\"")
                    .and(how.equals("kill") ? new String[0] : new String[] {"--every"}),
                sample)
            .with("SAMPLE", sample.user().toString())
            .with("RELEASE", release.toString())
            .with("HARNESS", HARNESS.toString())
            .with("TMPDIR", folder.toString())
            .in(folder)
            .within(Duration.ofMinutes(9))
            .run();

    System.out.printf("crash-sweep of %s, %s: %s%s", what, how, outcome.out(), outcome.err());
    outcome.assertExit(0);
    assertTrue(outcome.out().contains(" passed, 0 failed"), outcome::toString);
  }
}

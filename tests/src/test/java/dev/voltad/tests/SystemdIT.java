package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The daemon under a real systemd manager of a user: {@code harness/systemd-checks.sh}, which lists
 * the checks. Needs root, for the namespaces that the manager runs in.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SystemdIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();

  @Test
  void daemon_underSystemd_isSupervised() throws IOException {
    // Where another user can read it.
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "voltad-systemd");
    try (ProductTree tree = ProductTree.open()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      copy(tree.bin().getParent(), folder.resolve("tree"));
      copy(HARNESS.resolve("systemd-checks.sh"), folder.resolve("checks.sh"));

      Outcome outcome =
          Program.of("bash", HARNESS.resolve("with-user-systemd.sh").toString(), "--")
              .and(
                  "bash", folder.resolve("checks.sh").toString(), folder.resolve("tree").toString())
              .within(Duration.ofMinutes(4))
              .run();

      System.out.print(outcome.out());
      outcome.assertExit(0);
      assertTrue(outcome.out().contains(" checks, 0 failed"), outcome::toString);
    } finally {
      Trees.delete(folder);
    }
  }

  private static void copy(Path from, Path to) {
    Program.of("cp", "-r", from.toString(), to.toString()).run().assertExit(0);
    Program.of("chmod", "-R", "a+rX", to.toString()).run().assertExit(0);
  }
}

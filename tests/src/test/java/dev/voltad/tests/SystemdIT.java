package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SmallRelease;
import dev.voltad.tests.support.Trees;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon under a real systemd manager of a user: {@code harness/systemd-checks.sh}, which lists
 * the checks. Needs root, for the namespaces that the manager runs in.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class SystemdIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();

  private static final String SAYS_ANOTHER_VERSION =
      "[ \"$1\" != --version ] || { echo 0.1.1; exit; }; ";

  @TempDir Path dir;

  @Test
  void daemon_underSystemd_isSupervised() throws IOException {
    // Where another user can read it.
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "voltad-systemd");
    try (ProductTree tree = ProductTree.open()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      copy(tree.bin().getParent(), folder.resolve("tree"));
      copy(HARNESS.resolve("systemd-checks.sh"), folder.resolve("checks.sh"));
      makeReleases(tree, folder.resolve("releases"));

      Outcome outcome =
          Program.of("bash", HARNESS.resolve("with-user-systemd.sh").toString(), "--")
              .and("bash", folder.resolve("checks.sh").toString())
              .and(folder.resolve("tree").toString(), folder.resolve("releases").toString())
              .with("JAVA_HOME", System.getProperty("java.home"))
              .within(Duration.ofMinutes(7))
              .run();

      System.out.print(outcome.out());
      outcome.assertExit(0);
      assertTrue(outcome.out().contains(" checks, 0 failed"), outcome::toString);
    } finally {
      Trees.delete(folder);
    }
  }

  /** A release, a feed with this build after it, and the same later with one that ends. */
  private void makeReleases(ProductTree tree, Path releases) throws IOException {
    Files.createDirectory(releases);
    copy(SmallRelease.of(tree.top(), dir.resolve("first")), releases.resolve("first"));
    UpdateWorld world = UpdateWorld.create(tree, dir);
    Path good = SmallRelease.of(tree.top(), dir.resolve("next"));
    world.publish(SmallRelease.seal(good, "0.1.0"), "4", "4");
    copy(world.feed(), releases.resolve("good"));
    Path bad = SmallRelease.of(tree.top(), dir.resolve("bad"));
    for (String program : List.of("volta", "volta-migrate")) {
      SmallRelease.wrap(bad, program, SAYS_ANOTHER_VERSION + SmallRelease.real(program));
    }
    SmallRelease.wrap(bad, "voltad", SAYS_ANOTHER_VERSION + SmallRelease.ENDS_ONCE_HEALTHY);
    world.publish(SmallRelease.seal(bad, "0.1.1"), "4", "4");
    copy(world.feed(), releases.resolve("bad"));
  }

  private static void copy(Path from, Path to) {
    Program.of("cp", "-r", from.toString(), to.toString()).run().assertExit(0);
    Program.of("chmod", "-R", "a+rX", to.toString()).run().assertExit(0);
  }
}

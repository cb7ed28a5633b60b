package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.PrivateMounts;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes on disks that are full, read-only, someone else's, or more than one. Needs root. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadDiskIT {
  private static final String STRANGER = "12345";

  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;
  private TreeManifest before;

  @BeforeEach
  void unpack(@TempDir Path dir) {
    assumeTrue(Program.of("id", "-u").run().out().strip().equals("0"), "needs root");
    sample = SampleHome.unpack("v1-typical", dir);
    before = TreeManifest.ofHome(sample.home());
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void migrate_imageFolderLinksToOtherDisk_becomesCurrentAndCanBePutBack(@TempDir Path other)
      throws Exception {
    Path image = sample.home().resolve("tools/image");
    String script = "mount -t tmpfs none \"$2\"; mv \"$1\" \"$2/image\"; ln -s \"$2/image\" \"$1\"";
    try (PrivateMounts mounts = PrivateMounts.of(script, image, other)) {
      TreeManifest home = TreeManifest.ofHome(mounts.seen(sample.home()));
      TreeManifest images = TreeManifest.of(mounts.seen(other), java.util.Set.of());

      mounts.in(tree.migrate(sample)).run().assertExit(0);

      assertTrue(Files.isSymbolicLink(image));
      checkNodeRuns(mounts);
      mounts.in(tree.migrate(sample, "--undo")).run().assertExit(0).assertNoTrace();
      home.assertSame(TreeManifest.ofHome(mounts.seen(sample.home())), "undone");
      images.assertSame(
          TreeManifest.of(mounts.seen(other), java.util.Set.of()), "undone, other disk");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/image", "tools/image/node", "tools/user", "tmp", "tools"})
  void migrate_secondDiskMountedBelowHome_becomesCurrentAndCanBePutBack(String folder) {
    Path mounted = sample.home().resolve(folder);
    String script =
        "cp -a \"$1\" \"$1.copy\"; mount -t tmpfs -o mode=755 none \"$1\";"
            + " cp -a \"$1.copy/.\" \"$1\"; rm -r \"$1.copy\"";
    try (PrivateMounts mounts = PrivateMounts.of(script, mounted)) {
      Path home = mounts.seen(sample.home());
      before.assertSame(TreeManifest.ofHome(home), "mounted");

      mounts.in(tree.migrate(sample)).run().assertExit(0);

      checkNodeRuns(mounts);
      mounts.in(tree.migrate(sample, "--undo")).run().assertExit(0).assertNoTrace();
      before.assertSame(TreeManifest.ofHome(home), "undone");
    }
  }

  private void checkNodeRuns(PrivateMounts mounts) {
    Outcome node = mounts.in(tree.tool(sample, "node", "--version")).run().assertExit(0);
    assertEquals("v12.22.12\n", node.out());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 24, 48, 96, 160})
  void migrate_diskFull_homeIsAsItWasAndHealsWithSpace(int freeKilobytes) {
    String script =
        "cp -a \"$1\" \"$1.copy\"; mount -t tmpfs -o size=8m,mode=755 none \"$1\";"
            + " cp -a \"$1.copy/.\" \"$1\"; rm -r \"$1.copy\";"
            + " head -c "
            + freeKilobytes * 1024
            + " /dev/zero >\"$1/spare\"; cat /dev/zero >\"$1/filler\" 2>/dev/null || true;"
            + " rm \"$1/spare\"";
    try (PrivateMounts mounts = PrivateMounts.of(script, sample.user())) {
      Path home = mounts.seen(sample.home());
      before.assertSame(TreeManifest.ofHome(home), "mounted");

      Outcome outcome = mounts.in(tree.migrate(sample)).run();

      System.out.printf("%d KB free: exit %d%n", freeKilobytes, outcome.exit());
      if (outcome.exit() != 0) {
        outcome.assertProblem(7, "filesystem").assertSays("No space left on device");
        before.assertSame(TreeManifest.ofHome(home), "the disk was full");
      }
      mounts.in(Program.of("rm", sample.user().resolve("filler").toString())).run().assertExit(0);
      mounts.in(tree.migrate(sample)).run().assertExit(0);
      checkNodeRuns(mounts);
    }
  }

  @Test
  void migrate_noInodesLeft_homeIsAsItWas() {
    String script =
        "cp -a \"$1\" \"$1.copy\"; mount -t tmpfs -o size=64m,mode=755,nr_inodes=2000 none \"$1\";"
            + " cp -a \"$1.copy/.\" \"$1\"; rm -r \"$1.copy\"; i=0;"
            + " while mkdir \"$1/x$i\" 2>/dev/null; do i=$((i+1)); done;"
            + " rmdir \"$1\"/x0 \"$1\"/x1 \"$1\"/x2 \"$1\"/x3 \"$1\"/x4 \"$1\"/x5 \"$1\"/x6";
    try (PrivateMounts mounts = PrivateMounts.of(script, sample.user())) {
      Path home = mounts.seen(sample.home());

      Outcome outcome = mounts.in(tree.migrate(sample)).run();

      outcome.assertProblem(7, "filesystem").assertSays("No space left on device");
      before.assertSame(TreeManifest.ofHome(home), "no inodes were left");
    }
  }

  @Test
  void migrate_readOnlyHome_saysSoAndChangesNothing() {
    String script = "mount --bind \"$1\" \"$1\"; mount -o remount,ro,bind \"$1\"";
    try (PrivateMounts mounts = PrivateMounts.of(script, sample.home())) {
      Outcome outcome = mounts.in(tree.migrate(sample)).run();

      outcome.assertProblem(7, "filesystem").assertSays("Read-only file system");
      outcome.assertSays(sample.home().toString());
    }
    before.assertSame(TreeManifest.ofHome(sample.home()), "read-only");
  }

  @Test
  void node_readOnlyCurrentHome_runs() {
    tree.migrate(sample).run().assertExit(0);
    String script = "mount --bind \"$1\" \"$1\"; mount -o remount,ro,bind \"$1\"";
    try (PrivateMounts mounts = PrivateMounts.of(script, sample.home())) {
      mounts.in(tree.migrate(sample)).run().assertExit(0);
      checkNodeRuns(mounts);
    }
  }

  @Test
  void migrate_homeOfSomeoneElseAsRoot_refuses() {
    own(sample.user());

    Outcome outcome = tree.migrate(sample).run();

    outcome.assertProblem(7, "filesystem").assertSays(sample.home() + " belongs to user 12345");
    before.assertSame(TreeManifest.ofHome(sample.home()), "refused");
  }

  @Test
  void migrate_homeOfRootAsSomeoneElse_refuses(@TempDir Path dir) {
    Program.of("chmod", "755", sample.user().getParent().toString()).run().assertExit(0);

    Outcome outcome = asStranger(tree.migrate(sample)).run();

    outcome.assertProblem(7, "filesystem").assertSays(sample.home().toString());
    before.assertSame(TreeManifest.ofHome(sample.home()), "refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/image/packages/cowsay",
        "tools/image/packages",
        "tools/image/node/14.21.3",
        "tools/image/node",
        "tools/user",
        "tools/user/packages/cowsay.json",
        "tools/user/platform.json",
        "bin",
        "tmp",
        "cache"
      })
  void migrate_unreadable_keepsItAndSaysSo(String path) {
    own(sample.user().getParent());
    Path closed = sample.home().resolve(path);
    Program.of("chmod", "000", closed.toString()).run().assertExit(0);
    TreeManifest unreadable = TreeManifest.ofHome(sample.home());

    Outcome outcome = asStranger(tree.migrate(sample)).run();

    System.out.printf("unreadable %s: exit %d%n", path, outcome.exit());
    outcome.assertNoTrace().assertSays(path);
    if (outcome.exit() == 0) {
      asStranger(tree.migrate(sample, "--undo")).run().assertExit(0);
    } else {
      outcome.assertProblem(7, "filesystem");
    }
    unreadable.assertSame(TreeManifest.ofHome(sample.home()), "ended with " + outcome.exit());
  }

  private static void own(Path top) {
    Program.of("chown", "-R", STRANGER + ":" + STRANGER, top.toString()).run().assertExit(0);
  }

  private static Program asStranger(Program program) {
    return program.under(
        "setpriv", "--reuid", STRANGER, "--regid", STRANGER, "--clear-groups", "--");
  }
}

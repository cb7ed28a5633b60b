package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.PrivateMounts;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package of this build. It is installed on this machine with a layer over its root that
 * only the test sees, and in which there is no Java. Needs root, overlayfs and apt.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 9, unit = TimeUnit.MINUTES)
class DebianPackageIT {
  private static final long MAX_BYTES = 22L << 20;
  private static final Path SCRIPT = Path.of("../release/src/main/build/package.sh");
  private static final Path INSTALLED = Path.of("/usr/lib/voltad");

  /** $1: a folder for the layer; $2 and $3: folders that are the same inside. */
  private static final String LAYER =
      "mount -t tmpfs none $1; mkdir $1/upper $1/work $1/root;"
          + " mount -t overlay overlay -o lowerdir=/,upperdir=$1/upper,workdir=$1/work $1/root;"
          + " mount --rbind /proc $1/root/proc; mount --rbind /dev $1/root/dev;"
          + " mount -t tmpfs none $1/root/run; mount -t tmpfs none $1/root/usr/lib/jvm;"
          + " for each in $2 $3; do mkdir -p $1/root$each; mount --bind $each $1/root$each; done;"
          // Building the index of manual pages takes longer than all the rest.
          + " rm -f $1/root/var/lib/man-db/auto-update";

  @TempDir static Path packages;
  private static Path deb;

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private Path layer;

  @BeforeAll
  static void makePackages() throws IOException {
    try (ProductTree tree = ProductTree.open()) {
      Program.of("sh", SCRIPT.toAbsolutePath().toString(), tree.top().toString())
          .and(packages.toString())
          .within(Duration.ofMinutes(4))
          .run()
          .assertExit(0);
    }
    deb = only(".deb");
  }

  private static Path only(String ending) throws IOException {
    try (Stream<Path> files = Files.list(packages)) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  @BeforeEach
  void makeLayer() throws IOException {
    layer = Files.createDirectory(dir.resolve("layer"));
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void packages_sizes_areWithinTheirBudget() throws IOException {
    for (String ending : List.of(".deb", ".tar.gz")) {
      long bytes = Files.size(only(ending));
      System.out.printf("%-8s %,12d bytes, may be %,d%n", ending, bytes, MAX_BYTES);
      assertTrue(bytes <= MAX_BYTES, () -> ending + " has " + bytes + " bytes");
    }
  }

  @Test
  void package_lintian_hasNothingToSay() {
    assertEquals(
        "",
        Program.of("lintian", "--allow-root", "--fail-on", "error,warning", deb.toString())
            .within(Duration.ofMinutes(3))
            .run()
            .assertExit(0)
            .out());
  }

  @Test
  void package_installedAndPurged_worksAndLeavesNothing() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    Files.copy(deb, dir.resolve("voltad.deb"));
    try (PrivateMounts mounts = PrivateMounts.of(LAYER, layer, dir, tree.runtime())) {
      apt(mounts, sample, "install", dir.resolve("voltad.deb").toString());
      assertEquals("dpkg\n", Files.readString(mounts.seen(inLayer(INSTALLED.resolve("owner")))));
      inside(mounts, sample, "dpkg", "--verify", "voltad").run().assertExit(0).assertSays("");
      inside(mounts, sample, "volta", "--version").run().assertExit(0);

      works(mounts, sample);
      apt(mounts, sample, "purge", "voltad");

      assertEquals(List.of(), left(mounts.seen(layer.resolve("upper/usr"))));
      assertEquals(List.of(), left(mounts.seen(layer.resolve("upper/etc"))));
    }
  }

  private void works(PrivateMounts mounts, SampleHome sample) throws IOException {
    inside(mounts, sample, "volta-migrate").run().assertExit(0);
    Path node = sample.home().resolve("bin/node");
    assertEquals(INSTALLED.resolve("bin/volta-shim"), Files.readSymbolicLink(node));
    inside(mounts, sample, node.toString(), "--version").run().assertExit(0).assertSays("v");

    Program voltad = inside(mounts, sample, "voltad");
    try (RunningDaemon daemon = RunningDaemon.start(voltad, sample).untilCurrent()) {
      inside(mounts, sample, "volta", "daemon", "status").run().assertExit(0).assertSays("current");
      String maps = Files.readString(Path.of("/proc/" + daemon.pid() + "/maps"));
      assertTrue(maps.contains("/usr/lib/voltad/app/voltad.jsa"), maps);
    }
  }

  private Path inLayer(Path path) {
    return layer.resolve("root").resolve(Path.of("/").relativize(path));
  }

  private Program inside(PrivateMounts mounts, SampleHome sample, String... command) {
    Program program = Program.of("chroot", layer.resolve("root").toString()).and(command);
    return mounts.in(tree.environment(program, sample));
  }

  private void apt(PrivateMounts mounts, SampleHome sample, String verb, String what) {
    inside(mounts, sample, "apt-get", "-q", "-y", verb, what)
        .with("DEBIAN_FRONTEND", "noninteractive")
        .within(Duration.ofMinutes(4))
        .run()
        .assertExit(0);
  }

  /** What an installation wrote and did not take away. */
  private static List<Path> left(Path upper) throws IOException {
    if (!Files.exists(upper)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(upper)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}

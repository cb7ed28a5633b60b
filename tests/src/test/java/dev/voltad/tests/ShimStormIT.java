package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred shims at once on a home that is not current: one migration, two hundred results. */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ShimStormIT {
  private static final int SHIMS = 200;
  private static final int FEW = 20;

  /** So many that their migration takes long enough to be cut. */
  private static final int MANY_LINKS = 3000;

  private static final String DEFAULT_NODE = "v12.22.12\n";

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;
  private Path started;
  private long began;

  /** In place of volta-migrate: notes that it was started, then becomes the real one. */
  @BeforeEach
  void unpack() throws IOException {
    sample = SampleHome.unpack("v1-typical", dir).leadTo(tree.shim());
    started = dir.resolve("started");
    Path counted = Files.createDirectory(dir.resolve("programs")).resolve("volta-migrate");
    Path real = tree.bin().resolve("volta-migrate");
    Files.writeString(
        counted,
        "#!/bin/sh\necho $$ >>\"%s\"\nVOLTA_INSTALL_DIR=\"%s\" exec \"%s\" \"$@\"\n"
            .formatted(started, tree.bin(), real));
    Files.setPosixFilePermissions(counted, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void shims_withoutDaemon_oneStartsTheMigration() throws IOException {
    assertAllRight("without a daemon", start(SHIMS));
    assertEquals(1, Files.readAllLines(started).size());
  }

  @Test
  void shims_withDaemon_itMigratesOnce() throws IOException {
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      becomeOutdated(daemon);

      assertAllRight("with a daemon", start(SHIMS));
    }
    assertTrue(Files.notExists(started), "the daemon was there");
  }

  @Test
  void shims_daemonKilledWhileAllWait_oneStartsTheMigration() throws IOException {
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample);
        Running holder = becomeOutdated(daemon).lock().start()) {
      holder.until("flock holds the lock", () -> holder.stdout().contains("held"));
      List<Running> shims = start(SHIMS);
      daemon.until("all of them are connected", () -> connections(daemon) >= SHIMS);
      daemon.kill();
      holder.kill();

      assertAllRight("with a daemon killed while all wait", shims);
    }
    assertEquals(1, Files.readAllLines(started).size());
  }

  @Test
  void shims_daemonKilledInTheMigration_theFirstOneGoesOnWithIt() throws IOException {
    Path bin = sample.home().resolve("bin");
    for (int i = 0; i < MANY_LINKS; i++) {
      Files.createSymbolicLink(bin.resolve("tool-" + i), bin.resolve("volta-shim"));
    }
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample);
        Running holder = becomeOutdated(daemon).lock().start()) {
      holder.until("flock holds the lock", () -> holder.stdout().contains("held"));
      List<Running> shims = start(SHIMS);
      daemon.until("all of them are connected", () -> connections(daemon) >= SHIMS);
      holder.kill();
      daemon.until("a plan is written", this::hasPlan);
      daemon.kill();
      assertEquals(0, committedJournals(), "the test needs a migration that was cut");

      assertAllRight("with a daemon killed in the migration", shims);
    }
    assertEquals(1, Files.readAllLines(started).size());
  }

  @Test
  void shims_migrationFails_allSayWhy() throws IOException {
    Path record = sample.home().resolve("layout.v5");
    Files.createFile(record);

    for (Running shim : start(FEW)) {
      Outcome outcome = shim.await().assertProblem(21, "layout-too-new");
      assertEquals("", outcome.out());
      shim.close();
    }
    assertEquals(FEW, Files.readAllLines(started).size());
  }

  private ShimStormIT becomeOutdated(RunningDaemon daemon) {
    daemon.untilCurrent();
    tree.migrate(sample, "--undo").run().assertExit(0);
    return this;
  }

  private Program lock() {
    String file = sample.home().resolve("volta.lock").toString();
    return Program.of("flock", "-o", file, "sh", "-c", "echo held; sleep 60");
  }

  private List<Running> start(int count) {
    Program node =
        tree.tool(sample, "node", "--version")
            .with("VOLTA_INSTALL_DIR", dir.resolve("programs").toString());
    began = System.nanoTime();
    return IntStream.range(0, count).mapToObj(i -> node.start()).toList();
  }

  private void assertAllRight(String how, List<Running> shims) throws IOException {
    List<Outcome> outcomes = shims.stream().map(Running::await).toList();
    shims.forEach(Running::close);
    outcomes.forEach(outcome -> assertEquals(DEFAULT_NODE, outcome.assertExit(0).out()));
    System.out.printf(
        "%d shims at once %s: right, %d ms after the first began%n",
        outcomes.size(), how, (System.nanoTime() - began) / 1_000_000);
    assertEquals(1, committedJournals());
  }

  private long committedJournals() throws IOException {
    try (Stream<Path> all = Files.list(sample.home().resolve("self/journal"))) {
      return all.filter(journal -> Files.exists(journal.resolve("committed"))).count();
    }
  }

  private boolean hasPlan() {
    try (Stream<Path> all = Files.list(sample.home().resolve("self/journal"))) {
      return all.anyMatch(journal -> Files.exists(journal.resolve("plan.json")));
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Those that the kernel has made, accepted by the daemon or not. */
  private static long connections(RunningDaemon daemon) {
    try {
      String socket = daemon.socket().toString();
      return Files.readString(Path.of("/proc/net/unix"), StandardCharsets.ISO_8859_1)
              .lines()
              .filter(line -> line.endsWith(socket))
              .count()
          - 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.MigrationRequest;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lock against real holders: flock(1), which is C, and ourselves. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LockIT {
  private static final Duration EXPLAINED_WITHIN = Duration.ofMillis(250);
  private static final String WAITING = "Waiting for the lock on ";

  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;

  @BeforeEach
  void unpack(@TempDir Path dir) {
    sample = SampleHome.unpack("v1-typical", dir);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void migrate_flockHolds_namesHolderAndEndsWhenItIsKilled() {
    Duration start = tree.migrate(sample, "--status").run().assertExit(0).took();

    try (Running holder = hold();
        Running waiter = tree.migrate(sample).start()) {
      long began = System.nanoTime();
      waiter.until("it says that it waits", () -> waiter.stderr().contains(WAITING));
      Duration explained = Duration.ofNanos(System.nanoTime() - began);

      assertTrue(waiter.stderr().contains("process " + holder.pid() + " (flock"), waiter::stderr);
      System.out.printf(
          "lock: explained after %d ms (--status: %d ms)%n",
          explained.toMillis(), start.toMillis());
      assertTrue(explained.compareTo(start.plus(EXPLAINED_WITHIN)) <= 0, explained::toString);
      holder.kill();
      waiter.await().assertExit(0);
    }
    assertTrue(Files.exists(sample.home().resolve("layout.v4")));
  }

  @Test
  void migrate_flockHoldsAndNoWait_failsAtOnceAndChangesNothing() {
    TreeManifest before = TreeManifest.ofHome(sample.home());

    try (Running holder = hold()) {
      Outcome outcome = tree.migrate(sample, "--no-wait").run();

      outcome.assertProblem(20, "lock-held").assertSays("process " + holder.pid() + " (flock");
    }
    before.assertSame(TreeManifest.ofHome(sample.home()), "refused");
  }

  @Test
  void migrate_flockHoldsLongerThanTimeout_failsAfterIt() {
    TreeManifest before = TreeManifest.ofHome(sample.home());

    try (Running holder = hold()) {
      Outcome outcome = tree.migrate(sample, "--lock-timeout", "300ms").run();

      outcome.assertProblem(20, "lock-held");
      assertTrue(outcome.took().toMillis() >= 300, outcome::toString);
      assertTrue(holder.isAlive());
    }
    before.assertSame(TreeManifest.ofHome(sample.home()), "timed out");
  }

  /** An update was killed while its migrations waited, and was recovered: they come too late. */
  @Test
  void migrate_ofAnUpdateThatIsOver_changesNothing() {
    TreeManifest before = TreeManifest.ofHome(sample.home());
    String gone;
    try (Running updater = Program.of("true").start()) {
      gone = Long.toString(updater.pid());
      updater.await().assertExit(0);
    }
    Program migrate = tree.migrate(sample);

    migrate.with(MigrationRequest.UPDATER, gone).run().assertProblem(6, "environment");

    before.assertSame(TreeManifest.ofHome(sample.home()), "too late");
    String us = Long.toString(ProcessHandle.current().pid());
    migrate.with(MigrationRequest.UPDATER, us).run().assertExit(0);
  }

  @Test
  void lock_heldByJava_excludesFlockAndNamesUs() throws Exception {
    Optional<FileLock> ours = FileLock.tryLock(lockFile());
    try (FileLock lock = ours.orElseThrow()) {
      assertNotNull(lock);
      Outcome flock = Program.of("flock", "-n", lockFile().toString(), "true").run();
      Outcome migrate = tree.migrate(sample, "--no-wait").run();

      flock.assertExit(1);
      migrate.assertProblem(20, "lock-held");
      migrate.assertSays("process " + ProcessHandle.current().pid() + " (");
    }
    Program.of("flock", "-n", lockFile().toString(), "true").run().assertExit(0);
  }

  @Test
  void lock_heldByFlock_excludesJavaUntilItIsKilled() throws Exception {
    try (Running holder = hold()) {
      assertEquals(Optional.empty(), FileLock.tryLock(lockFile()));
      holder.kill();
      try (FileLock lock = FileLock.tryLock(lockFile()).orElseThrow()) {
        assertNotNull(lock);
      }
    }
  }

  @Test
  void migrate_staleRecordOfTheDead_isNotBelieved() throws IOException {
    long dead = deadPid();
    record(dead, "1234");

    try (Running holder = hold()) {
      Outcome outcome = tree.migrate(sample, "--no-wait").run();

      outcome.assertProblem(20, "lock-held").assertSays("process " + holder.pid() + " (flock");
      assertFalse(outcome.err().contains("process " + dead + " "), outcome::toString);
    }
    tree.migrate(sample).run().assertExit(0);
  }

  @Test
  void migrate_staleRecordWithReusedPid_isNotBelieved() throws IOException {
    record(ProcessHandle.current().pid(), "1"); // we live, and did not start at boot

    try (Running holder = hold()) {
      Outcome outcome = tree.migrate(sample, "--no-wait").run();

      outcome.assertProblem(20, "lock-held").assertSays("process " + holder.pid() + " (flock");
      assertFalse(outcome.err().contains("imposter"), outcome::toString);
    }
  }

  @Test
  void migrate_lockFileIsFolder_refusesWithoutChange() throws IOException {
    Files.deleteIfExists(lockFile());
    Files.createDirectory(lockFile());
    TreeManifest before = TreeManifest.ofHome(sample.home());

    Outcome outcome = tree.migrate(sample).run();

    outcome.assertProblem(20, "lock-unavailable").assertSays(lockFile().toString());
    before.assertSame(TreeManifest.ofHome(sample.home()), "refused");
  }

  /** flock(1) that holds the lock, and whose child does not. */
  private Running hold() {
    String[] command = {"flock", "-o", lockFile().toString(), "sh", "-c", "echo held; sleep 60"};
    Running holder = Program.of(command).start();
    return holder.until("flock holds the lock", () -> holder.stdout().contains("held"));
  }

  private Path lockFile() {
    return sample.home().resolve("volta.lock");
  }

  private static long deadPid() {
    try (Running gone = Program.of("true").start()) {
      gone.await();
      return gone.pid();
    }
  }

  private void record(long pid, String start) throws IOException {
    Path self = Files.createDirectories(sample.home().resolve("self"));
    String text = "pid=%d\nstart=%s\nprogram=imposter\npurpose=nothing\nsince=%s\n";
    Files.writeString(self.resolve("holder"), text.formatted(pid, start, "2026-01-01T00:00:00Z"));
  }
}

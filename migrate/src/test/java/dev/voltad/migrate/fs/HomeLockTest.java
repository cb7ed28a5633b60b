package dev.voltad.migrate.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real holder: flock(1), which is as good as an unmodified Volta. */
@Timeout(30)
final class HomeLockTest {
  @TempDir Path home;

  private HomeLock acquire(LockWait wait, List<Optional<LockHolder>> told) throws Exception {
    return HomeLock.acquire(home, wait, "test", "migrate", (holder, waited) -> told.add(holder));
  }

  /** flock(1) that holds the lock until its standard input is closed. */
  private Process holder() throws Exception {
    Process holder =
        new ProcessBuilder(
                "flock", home.resolve("volta.lock").toString(), "sh", "-c", "echo; read x")
            .start();
    holder.getInputStream().read(); // it says when it has the lock
    return holder;
  }

  @Test
  void acquire_missingHome_isMadeAndRecorded() throws Exception {
    Path fresh = home.resolve("a/b");

    HomeLock lock = HomeLock.acquire(fresh, LockWait.NONE, "test", "migrate", (h, w) -> {});

    LockHolder self = HomeLock.holder(fresh).orElseThrow();
    assertEquals(ProcessHandle.current().pid(), self.pid());
    assertEquals(Optional.of("migrate"), self.purpose());
    lock.close();
    assertFalse(Files.exists(fresh.resolve("self/holder")));
    assertTrue(Files.exists(fresh.resolve("volta.lock")), "upstream never removes it either");
  }

  @Test
  void acquire_heldByFlock_namesItAndGivesUpInTime() throws Exception {
    Process holder = holder();
    List<Optional<LockHolder>> told = new ArrayList<>();

    LockHeldException held =
        assertThrows(
            LockHeldException.class, () -> acquire(new LockWait(Duration.ofMillis(300)), told));

    assertEquals("flock", held.holder().orElseThrow().program());
    assertEquals(holder.pid(), held.holder().orElseThrow().pid());
    assertEquals(List.of(held.holder()), told, "told once");
    assertTrue(held.waited().toMillis() >= 300);
    holder.getOutputStream().close();
    assertTrue(holder.waitFor(10, TimeUnit.SECONDS));
  }

  @Test
  void acquire_holderIsKilled_succeeds() throws Exception {
    Process holder = holder();
    holder.descendants().forEach(ProcessHandle::destroyForcibly);
    holder.destroyForcibly();

    HomeLock lock = acquire(new LockWait(Duration.ofSeconds(20)), new ArrayList<>());

    assertTrue(holder.waitFor(10, TimeUnit.SECONDS));
    lock.close();
  }

  @Test
  void acquire_heldByUs_keepsFlockOut() throws Exception {
    HomeLock lock = acquire(LockWait.NONE, new ArrayList<>());

    Process other =
        new ProcessBuilder("flock", "-n", home.resolve("volta.lock").toString(), "true").start();

    assertEquals(1, other.waitFor());
    lock.close();
  }

  @Test
  void holder_recordOfADeadProcess_isNotBelieved() throws Exception {
    Files.createDirectories(home.resolve("self"));
    Files.writeString(
        home.resolve("self/holder"),
        "pid="
            + ProcessHandle.current().pid()
            + "\nstart=1\nprogram=x\npurpose=y\nsince=2026-01-01T00:00:00Z\n");

    assertEquals(Optional.empty(), HomeLock.holder(home), "same pid, other start: pid reuse");
  }

  @Test
  void acquire_lockFileIsAFolder_isRefused() throws Exception {
    Files.createDirectory(home.resolve("volta.lock"));

    LockUnavailableException refused =
        assertThrows(
            LockUnavailableException.class, () -> acquire(LockWait.NONE, new ArrayList<>()));

    assertTrue(refused.reason().contains("folder"), refused.reason());
  }
}

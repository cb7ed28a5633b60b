package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Exclusive use of one home, across processes.
 *
 * <p>The kernel owns the lock and drops it when the holder dies, so there is nothing to clean up
 * after a crash. The record in {@code self/holder} only explains; it never decides. The lock file
 * is upstream's own {@code volta.lock}, so an unmodified Volta waits for us and we wait for it. The
 * home is made first if it is missing, so that the very first run is locked too.
 *
 * <p>flock(2) has no time limit, so a waiter asks again and again; between two attempts it sleeps
 * {@value #RETRY_MILLIS} ms, which is short beside any migration and costs nothing.
 *
 * <p>Not thread-safe: the thread that acquired it owns it.
 */
public final class HomeLock implements AutoCloseable {
  private static final int RETRY_MILLIS = 10;
  private static final Duration EXPLAIN_AFTER = Duration.ofMillis(100);
  private static final Duration EXPLAIN_AGAIN = Duration.ofMinutes(1);

  private final FileLock lock;
  private final HolderRecord record;
  private final String program;
  private final Instant since;

  private HomeLock(FileLock lock, HolderRecord record, String program, String purpose) {
    this.lock = lock;
    this.record = record;
    this.program = program;
    this.since = Instant.now();
    record.write(program, purpose, since);
  }

  /**
   * Waits for the lock.
   *
   * @param home the home, for example {@code ~/.volta}; made if it is missing
   * @param program what we are called, for the record
   * @param purpose what we are about to do, for the record
   * @param waiting told who holds the lock and for how long we have waited, within 250 ms and again
   *     whenever the holder changes, and every minute
   * @throws LockHeldException if another live process still holds it at the end of {@code wait};
   *     nothing was changed
   * @throws LockUnavailableException if this filesystem cannot lock; nothing was changed, and the
   *     caller must not go on without the lock
   * @throws IOException if the home or the lock file cannot be made
   */
  public static HomeLock acquire(
      Path home,
      LockWait wait,
      String program,
      String purpose,
      BiConsumer<Optional<LockHolder>, Duration> waiting)
      throws LockHeldException, LockUnavailableException, IOException, InterruptedException {
    if (!Files.isDirectory(home)) {
      Files.createDirectories(home);
    }
    Path file = file(home);
    long start = System.nanoTime();
    Optional<LockHolder> told = null;
    Duration toldAfter = Duration.ZERO;
    while (true) {
      Optional<FileLock> lock = FileLock.tryLock(file);
      if (lock.isPresent()) {
        return new HomeLock(lock.get(), new HolderRecord(home), program, purpose);
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(wait.limit()) >= 0) {
        throw new LockHeldException(file, holder(home), waited);
      }
      if (waited.compareTo(EXPLAIN_AFTER) >= 0) {
        Optional<LockHolder> holder = holder(home);
        if (told == null
            || !samePid(told, holder)
            || waited.minus(toldAfter).compareTo(EXPLAIN_AGAIN) >= 0) {
          told = holder;
          toldAfter = waited;
          waiting.accept(holder, waited);
        }
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }

  /** Who holds the lock of a home now, as far as it can be told. */
  public static Optional<LockHolder> holder(Path home) {
    Optional<LockHolder> kernel = KernelLocks.holderOf(file(home));
    Optional<LockHolder> recorded = new HolderRecord(home).read();
    // A live record of a process that the kernel does not name is from a moment ago.
    return kernel.isPresent() && !samePid(kernel, recorded) ? kernel : recorded;
  }

  private static Path file(Path home) {
    return home.resolve("volta.lock");
  }

  private static boolean samePid(Optional<LockHolder> a, Optional<LockHolder> b) {
    return a.map(LockHolder::pid).equals(b.map(LockHolder::pid));
  }

  /** Says anew what the lock is held for, for example {@code migrate: applying}. */
  public void purpose(String purpose) {
    record.write(program, purpose, since);
  }

  /** Removes the record, then gives the lock back. */
  @Override
  public void close() {
    record.remove();
    lock.close();
  }
}

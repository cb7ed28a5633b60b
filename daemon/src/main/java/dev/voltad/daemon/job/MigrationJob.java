package dev.voltad.daemon.job;

import dev.voltad.migrate.MigrationListener;
import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.protocol.Job;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One migration that was asked for, and those who wait for it. Thread-safe: the job thread moves it
 * on, any thread may join.
 */
final class MigrationJob extends TrackedJob implements MigrationListener {
  private static final long PUBLISH_EVERY_NANOS = 50_000_000L;

  private final Runnable onProgress;

  // guarded by this
  private boolean isAutomatic;
  private Thread lockWaiter;
  private boolean isAbandoned;
  private long publishedNanos = System.nanoTime();

  /**
   * @param isAutomatic whether no person or tool has asked for it yet
   * @param onChange told of each change, on the thread that makes it
   * @param onProgress called on the job thread whenever it gets on or waits in good health
   */
  MigrationJob(Job job, boolean isAutomatic, Consumer<Job> onChange, Runnable onProgress) {
    super(job, onChange);
    this.isAutomatic = isAutomatic;
    this.onProgress = onProgress;
  }

  /** Whether still nobody has asked for it. */
  synchronized boolean isAutomatic() {
    return isAutomatic;
  }

  /** Somebody asks for it now. */
  synchronized void askedFor() {
    isAutomatic = false;
  }

  @Override
  public void phase(Phase phase) {
    onProgress.run();
    synchronized (this) {
      lockWaiter = null;
      Thread.interrupted(); // an interrupt was meant for the wait that is over
      if (phase == Phase.WAITING_FOR_LOCK) {
        lockWaiter = Thread.currentThread();
        if (isAbandoned) {
          lockWaiter.interrupt();
        }
      }
    }
    change(job().at(phase.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
  }

  @Override
  public void waiting(Optional<LockHolder> holder, Duration waited) {
    onProgress.run();
    String who = holder.map(h -> h.program() + ", process " + h.pid()).orElse("another Volta");
    change(job().at("waiting for " + who));
  }

  @Override
  public void progress(int done, int total) {
    onProgress.run();
    long now = System.nanoTime();
    synchronized (this) {
      set(job().progress(done, total));
      if (now - publishedNanos < PUBLISH_EVERY_NANOS) {
        return; // thousands of operations, and nobody reads that fast
      }
      publishedNanos = now;
    }
    change(job());
  }

  /** Gives up waiting for the lock; a migration that is under way goes on to its end. */
  synchronized void abandon() {
    isAbandoned = true;
    if (lockWaiter != null) {
      lockWaiter.interrupt();
    }
  }
}

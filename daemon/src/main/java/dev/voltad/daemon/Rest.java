package dev.voltad.daemon;

import dev.voltad.daemon.job.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does something once whenever nothing has happened for a while. It sleeps before the first thing
 * happens, and after it has done its own. Thread-safe.
 */
final class Rest {
  private final Timer timer;
  private final Duration quiet;
  private final Runnable onRest;
  private final AtomicBoolean isDue = new AtomicBoolean();
  private volatile boolean hasStirred;

  /**
   * @param quiet how long nothing happens; at the latest after twice that it is noticed
   * @param onRest called on the timer's thread
   */
  Rest(Timer timer, Duration quiet, Runnable onRest) {
    this.timer = timer;
    this.quiet = quiet;
    this.onRest = onRest;
  }

  /** Something has happened. */
  void stir() {
    hasStirred = true;
    if (isDue.compareAndSet(false, true)) {
      hasStirred = false;
      timer.after(quiet, this::look);
    }
  }

  private void look() {
    if (hasStirred) {
      hasStirred = false;
      timer.after(quiet, this::look);
    } else {
      isDue.set(false); // before the work: what stirs now is told again
      onRest.run();
    }
  }
}

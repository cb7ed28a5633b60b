package dev.voltad.daemon.job;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does short things when they are due, on the thread that calls {@link #run}: the daemon's main
 * thread, which would only wait for the end otherwise. It sleeps until the next thing is due, and
 * not at all while there is none.
 *
 * <p>All other methods may be called from any thread. A task must return at once.
 */
public final class Timer {
  private static final Logger LOG = LoggerFactory.getLogger(Timer.class);
  private static final Runnable END = () -> {};
  private static final long ORIGIN = System.nanoTime();

  private final DelayQueue<Due> queue = new DelayQueue<>();

  /** Does what is due, until {@link #end}. */
  public void run() {
    try {
      for (Due due = queue.take(); due.task() != END; due = queue.take()) {
        run(due.task());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts this thread but to end it
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("timer.broke", e); // one of ours; the next is due all the same
    }
  }

  /** {@link #run} returns; what is not done by then never is. */
  public void end() {
    queue.clear();
    queue.add(new Due(Long.MIN_VALUE, END));
  }

  /** Runs a task soon. */
  void soon(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs a task once, later. */
  public void after(Duration delay, Runnable task) {
    queue.add(new Due(now() + delay.toNanos(), task));
  }

  /** Runs a task again and again; the first time after one period. */
  void every(Duration period, Runnable task) {
    after(
        period,
        () -> {
          task.run();
          every(period, task);
        });
  }

  /** Nanoseconds since this class was loaded: small enough to be compared and added to. */
  private static long now() {
    return System.nanoTime() - ORIGIN;
  }

  /**
   * @param nanos when, as {@link #now} counts
   */
  private record Due(long nanos, Runnable task) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return nanos == Long.MIN_VALUE ? 0 : unit.convert(nanos - now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(nanos, ((Due) other).nanos);
    }
  }
}

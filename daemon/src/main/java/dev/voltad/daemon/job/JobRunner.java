package dev.voltad.daemon.job;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs one at a time on its own thread, {@code voltad-jobs}; a {@link Timer} hands in those
 * that are due later.
 *
 * <p>Only this thread changes the home, so jobs need no lock against each other. {@link #offer} and
 * {@link #offerAfter} may be called from any thread.
 *
 * <p>A job that breaks is logged, and the next one runs. An {@link Error} (no memory) ends the
 * thread; then nobody keeps the home any more, and the daemon is told so that it can end too.
 */
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final int CAPACITY = 16;
  private static final Duration UNTIL_ROOM = Duration.ofSeconds(1);
  private static final Runnable STOP = () -> {};

  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread thread = new Thread(this::loop, "voltad-jobs");
  private final Timer timer;

  /**
   * @param timer for what is due later
   * @param onDeath called on the job thread if it dies of an error
   */
  public JobRunner(Timer timer, Runnable onDeath) {
    this.timer = timer;
    thread.setUncaughtExceptionHandler(
        (dead, error) -> {
          LOG.error("jobs.died", error);
          onDeath.run();
        });
  }

  public void start() {
    thread.start();
  }

  /** Returns false if the queue is full; the caller answers "busy" instead of waiting. */
  public boolean offer(Runnable job) {
    return queue.offer(job);
  }

  /** Offers a job later; if the queue is full then, again every second. */
  public void offerAfter(Duration delay, Runnable job) {
    asideAfter(
        delay,
        () -> {
          if (!offer(job)) {
            offerAfter(UNTIL_ROOM, job);
          }
        });
  }

  /** Runs something short that only reads, soon, on the timer's thread. */
  public void aside(Runnable reading) {
    timer.soon(reading);
  }

  /** As {@link #aside}, later. */
  public void asideAfter(Duration delay, Runnable reading) {
    timer.after(delay, reading);
  }

  /** Offers a job again and again; a time at which the queue is full is left out. */
  public void offerEvery(Duration period, Runnable job) {
    timer.every(period, () -> offer(job));
  }

  /**
   * Lets the running job end, drops the others, and waits for that.
   *
   * @return false if the job still runs after {@code limit}; what it does to the home is journalled
   */
  public boolean stop(Duration limit) throws InterruptedException {
    queue.clear();
    queue.offer(STOP);
    thread.join(limit.toMillis());
    return !thread.isAlive();
  }

  private void loop() {
    try {
      while (true) {
        Runnable job = queue.take();
        if (job == STOP) {
          return;
        }
        run(job);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts this thread but to end it
    }
  }

  private static void run(Runnable job) {
    try {
      job.run();
    } catch (RuntimeException e) {
      LOG.error("job.broke", e); // one of ours; the next job runs all the same
    }
  }
}

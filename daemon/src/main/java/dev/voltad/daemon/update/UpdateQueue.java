package dev.voltad.daemon.update;

import dev.voltad.daemon.job.JobLog;
import dev.voltad.daemon.job.TrackedJob;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code voltad-update}, which is there only while there is something to do, and the one
 * job that may be under way on it. Thread-safe.
 */
final class UpdateQueue {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateQueue.class);
  private static final Duration LINGER = Duration.ofSeconds(5);
  private static final int CAPACITY = 4;

  /** In the ids of jobs, which migrations number from 1. */
  private static final int FIRST = 1_000_001;

  private final JobLog log;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          LINGER.toMillis(),
          TimeUnit.MILLISECONDS,
          new LinkedBlockingQueue<>(CAPACITY),
          task -> new Thread(task, "voltad-update"));

  // guarded by this
  private TrackedJob pending;
  private int next = FIRST;

  /**
   * @param log where what has ended goes
   */
  UpdateQueue(JobLog log) {
    this.log = log;
    thread.allowCoreThreadTimeOut(true);
  }

  /** What a job is. */
  interface Work {
    void on(TrackedJob job);
  }

  synchronized Optional<Job> offer(
      String kind, String trigger, Consumer<JobEvent> waiter, Work work) {
    if (pending == null) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      TrackedJob job =
          new TrackedJob(Job.queued(now + "-" + next++, kind, trigger, now), changed -> {});
      pending = job;
      if (!execute(() -> work.on(job))) {
        pending = null;
        return Optional.empty();
      }
    } else if (!pending.job().kind().equals(kind)) {
      return Optional.empty();
    }
    pending.join(waiter);
    return Optional.of(pending.job());
  }

  boolean execute(Runnable task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.error("update.broke", e); // one of ours; the next runs all the same
            }
          });
      return true;
    } catch (RejectedExecutionException busyOrStopped) {
      return false;
    }
  }

  /** The job that is under way. */
  synchronized Optional<Job> job() {
    return Optional.ofNullable(pending).map(TrackedJob::job);
  }

  void end(TrackedJob job, Job ended) {
    if (job.job().ended().isPresent()) {
      return; // a release that breaks on trial does so after its job
    }
    log.add(ended);
    synchronized (this) {
      pending = null;
    }
    job.change(ended);
  }

  /** Takes no more work; what is under way is cut off. */
  void stop() {
    thread.shutdownNow();
  }
}

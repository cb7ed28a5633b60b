package dev.voltad.daemon.update;

import dev.voltad.daemon.job.JobLog;
import dev.voltad.daemon.job.TrackedJob;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code voltad-update}, which is there only while there is something to do, and the
 * jobs on it, one after the other. Thread-safe.
 */
final class UpdateQueue {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateQueue.class);
  private static final Duration LINGER = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
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
  private final Map<String, TrackedJob> pending = new LinkedHashMap<>(); // in the order of asking
  private boolean isClosed;
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

  /**
   * Does some work, or joins what is under way or waits if the same was asked for.
   *
   * @param asked what, in words; the same words are the same work
   * @return the job as it is now; empty if there is no room, or work of another kind is under way
   */
  synchronized Optional<Job> offer(
      String kind, String asked, String trigger, Consumer<JobEvent> waiter, Work work) {
    TrackedJob job = pending.get(asked);
    if (job == null) {
      if (isClosed || pending.values().stream().anyMatch(it -> !it.job().kind().equals(kind))) {
        return Optional.empty();
      }
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      TrackedJob fresh =
          new TrackedJob(Job.queued(now + "-" + next++, kind, trigger, now), changed -> {});
      if (!execute(() -> begin(fresh, work))) {
        return Optional.empty();
      }
      pending.put(asked, fresh);
      job = fresh;
    }
    job.join(waiter);
    return Optional.of(job.job());
  }

  private void begin(TrackedJob job, Work work) {
    if (job.job().ended().isPresent()) {
      return; // with one before it
    }
    try {
      work.on(job);
    } catch (RuntimeException e) {
      LOG.error("update.broke", e); // nobody shall wait for it for ever
      end(job, job.job().failedWith(UpdateProblems.ofBug(e), Instant.now()));
    }
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
    return pending.values().stream().findFirst().map(TrackedJob::job);
  }

  void end(TrackedJob job, Job ended) {
    if (job.job().ended().isPresent()) {
      return; // a release that breaks on trial does so after its job
    }
    log.add(ended);
    synchronized (this) {
      pending.values().remove(job);
    }
    job.change(ended);
  }

  /**
   * Another daemon takes over: the job under way ends so, what waits has failed, and no job is
   * taken until {@link #takeAgain}.
   */
  void endAll(TrackedJob job, String outcome) {
    List<TrackedJob> all;
    synchronized (this) {
      isClosed = true;
      all = new ArrayList<>(pending.values());
    }
    end(job, job.job().endedWith(outcome, 0, Instant.now()));
    all.forEach(
        waits -> end(waits, waits.job().failedWith(UpdateProblems.handedOver(), Instant.now())));
  }

  synchronized void takeAgain() {
    isClosed = false;
  }

  /** Takes no more work; what is under way is cut off, and ends what it has started. */
  void stop() throws InterruptedException {
    thread.shutdownNow();
    thread.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}

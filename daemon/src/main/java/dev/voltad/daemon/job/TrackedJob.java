package dev.voltad.daemon.job;

import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A job that was asked for, and those who wait for it. Thread-safe. */
public class TrackedJob {
  private final Consumer<Job> onChange;

  // guarded by this
  private final List<Consumer<JobEvent>> waiting = new ArrayList<>();
  private Job job;

  /**
   * @param onChange told of each change, on the thread that makes it
   */
  public TrackedJob(Job job, Consumer<Job> onChange) {
    this.job = job;
    this.onChange = onChange;
  }

  /** As it is now. */
  public final synchronized Job job() {
    return job;
  }

  /** From now on the events go to this one too; the first tells where the job is. */
  public final synchronized void join(Consumer<JobEvent> waiter) {
    waiter.accept(JobEvent.of(job));
    if (job.ended().isEmpty()) {
      waiting.add(waiter);
    }
  }

  /** It is now this, and nobody is told yet. */
  final synchronized void set(Job next) {
    job = next;
  }

  /** The job is now this; those who wait hear it. */
  public final void change(Job next) {
    List<Consumer<JobEvent>> hearers;
    synchronized (this) {
      job = next;
      hearers = List.copyOf(waiting);
      if (next.ended().isPresent()) {
        waiting.clear();
      }
    }
    onChange.accept(next);
    JobEvent event = JobEvent.of(next);
    hearers.forEach(hearer -> hearer.accept(event));
  }
}

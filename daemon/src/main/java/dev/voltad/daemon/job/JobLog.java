package dev.voltad.daemon.job;

import dev.voltad.migrate.HistoryEntry;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The last hundred jobs, oldest first: those of this daemon, and before them what the home's
 * history tells. Thread-safe.
 */
public final class JobLog {
  private static final int MOST = 100;

  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder millis = new LongAdder();
  private volatile List<Job> jobs = List.of();

  /** What has ended, oldest first. */
  public List<Job> jobs() {
    return jobs;
  }

  /** How many of this daemon's have ended well. */
  public long succeeded() {
    return succeeded.sum();
  }

  /** How many of this daemon's have failed. */
  public long failed() {
    return failed.sum();
  }

  /** How many of this daemon's have ended. */
  public long count() {
    return succeeded() + failed();
  }

  /** How long all of this daemon's took together. */
  public Duration took() {
    return Duration.ofMillis(millis.sum());
  }

  /**
   * Puts what was written down before {@code start} before all others. Called once, on the job
   * thread.
   */
  synchronized void startWith(String home, List<HistoryEntry> history, Instant start) {
    List<Job> all =
        new ArrayList<>(
            history.stream()
                .filter(entry -> entry.started().isBefore(start))
                .map(entry -> job(home, entry))
                .toList());
    all.addAll(jobs);
    set(all);
  }

  /** Adds one that has ended. */
  public synchronized void add(Job ended) {
    (ended.problem().isPresent() ? failed : succeeded).increment();
    millis.add(Duration.between(ended.started(), ended.ended().orElseThrow()).toMillis());
    List<Job> all = new ArrayList<>(jobs);
    all.add(ended);
    set(all);
  }

  private void set(List<Job> all) {
    jobs = List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
  }

  private static Job job(String home, HistoryEntry entry) {
    return new Job(
        entry.journal().orElse(entry.started().toString()),
        entry.kind(),
        entry.trigger(),
        "done",
        entry.operations(),
        entry.operations(),
        entry.started(),
        Optional.of(entry.ended()),
        entry.failure().isPresent() ? Optional.empty() : Optional.of(entry.outcome()),
        entry.failure().map(failure -> problem(home, failure)));
  }

  private static Problem problem(String home, HistoryEntry.Failure failure) {
    return new Problem(
        "Could not migrate " + home + ".",
        failure.why() + ".",
        code(failure.kind()),
        failure.next());
  }

  private static ProblemCode code(String kind) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "environment" -> ProblemCode.ENVIRONMENT;
      case "refused" -> ProblemCode.REFUSED_BY_POLICY;
      default -> ProblemCode.FILESYSTEM;
    };
  }
}

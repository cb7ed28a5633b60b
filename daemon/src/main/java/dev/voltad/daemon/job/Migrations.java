package dev.voltad.daemon.job;

import dev.voltad.migrate.LayoutTooNewException;
import dev.voltad.migrate.MigrationFailedException;
import dev.voltad.migrate.MigrationResult;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations of one home: at most one at a time, which everybody who asks joins; and what is
 * known of the home because of them.
 *
 * <p>A migration that fails is tried again after 1 s, 2 s, 4 s up to 5 min; what the watch sees
 * meanwhile does not hurry it, because a migration that fails changes the home and back itself. A
 * request always does.
 *
 * <p>Thread-safe.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  private final Path home;
  private final Migrator migrator;
  private final JobRunner runner;
  private final Problems problems;

  private volatile DaemonState state;

  // guarded by this
  private MigrationJob pending;
  private int count;

  // job thread
  private Duration retry = FIRST_RETRY;

  public Migrations(Path home, Migrator migrator, JobRunner runner) {
    this.home = home;
    this.migrator = migrator;
    this.runner = runner;
    this.problems = new Problems(home);
    this.state =
        new DaemonState(
            HomeLook.of(home, migrator.state()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** What is known now. */
  public DaemonState state() {
    return state;
  }

  /**
   * Starts a migration because somebody asked for one, or joins the one that is under way.
   *
   * @param waiter hears how it gets on, on other threads, until {@link JobEvent#isLast}
   * @return false if there is no room for another job
   */
  public boolean request(Consumer<JobEvent> waiter) {
    return enqueue("request", false, waiter);
  }

  /** Starts a migration because the daemon starts. */
  public void requestAtStart() {
    enqueue("start", true, event -> {});
  }

  /** Starts a migration because the home has changed, unless one that failed waits for its time. */
  public void requestAfterChange() {
    if (state.home().condition() != Condition.FAILED) {
      enqueue("watch", true, event -> {});
    }
  }

  private void requestAgain() {
    enqueue("retry", true, event -> {});
  }

  private synchronized boolean enqueue(
      String trigger, boolean isAutomatic, Consumer<JobEvent> waiter) {
    if (pending == null) {
      Job job = Job.queued(Integer.toString(count + 1), trigger, Instant.now());
      MigrationJob next = new MigrationJob(job, isAutomatic, this::publish);
      if (!runner.offer(() -> run(next))) {
        return false;
      }
      count++;
      pending = next;
      publish(job);
    }
    if (!isAutomatic) {
      pending.askedFor();
    }
    pending.join(waiter);
    return true;
  }

  /** Stops waiting for the lock, so that the job thread comes to its end. */
  public synchronized void abandonWaiting() {
    if (pending != null) {
      pending.abandon();
    }
  }

  private void publish(Job job) {
    if (job.ended().isEmpty()) {
      HomeInfo migrating = HomeLook.with(state.home(), Condition.MIGRATING);
      state = new DaemonState(migrating, Optional.of(job), state.lastJob(), state.problem());
    }
  }

  private void run(MigrationJob job) {
    if (isHeldBack(job)) {
      return;
    }
    try {
      MigrationResult result = migrator.migrate(LockWait.BACKGROUND, "voltad", job);
      retry = FIRST_RETRY;
      log(result);
      String outcome = result.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
      end(job, outcome, result.operations());
    } catch (LockHeldException e) {
      failAndRetry(job, problems.of(e));
    } catch (LockUnavailableException e) {
      failAndRetry(job, problems.of(e));
    } catch (MigrationFailedException e) {
      failAndRetry(job, problems.of(e));
    } catch (LayoutTooNewException e) {
      fail(job, problems.of(e)); // only another program, or another home, would help
    } catch (InterruptedException e) {
      fail(job, problems.stopped());
    } catch (RuntimeException e) {
      LOG.error("migration.broke home={}", home, e);
      fail(job, problems.ofBug(e));
    }
  }

  /** Ends a job that nobody asked for in a home that is to be left alone. */
  private boolean isHeldBack(MigrationJob job) {
    if (!migrator.state().heldBack()) {
      return false;
    }
    synchronized (this) { // nobody may join, and ask, between the look and the end
      if (job.isAutomatic()) {
        end(job, "held-back", 0);
        return true;
      }
      return false;
    }
  }

  private void log(MigrationResult result) {
    if (result.operations() > 0) {
      LOG.info(
          "migration.committed home={} from={} to={} operations={} findings={} ms={}",
          home,
          result.from().map(Object::toString).orElse("none"),
          result.to(),
          result.operations(),
          result.findings().size(),
          result.took().toMillis());
    }
  }

  private void failAndRetry(MigrationJob job, Problem problem) {
    fail(job, problem);
    LOG.warn("migration.retries in={}s", retry.toSeconds());
    runner.offerAfter(retry, this::requestAgain);
    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
  }

  private void fail(MigrationJob job, Problem problem) {
    LOG.warn(
        "migration.failed home={} code={} why={}", home, problem.code().id(), problem.detail());
    HomeInfo failed = HomeLook.with(HomeLook.of(home, migrator.state()), Condition.FAILED);
    finish(job, failed, job.job().failedWith(problem, Instant.now()));
  }

  private void end(MigrationJob job, String outcome, int operations) {
    HomeInfo now = HomeLook.of(home, migrator.state());
    finish(job, now, job.job().endedWith(outcome, operations, Instant.now()));
  }

  /** The new state is there before anyone hears that the job has ended. */
  private void finish(MigrationJob job, HomeInfo now, Job ended) {
    synchronized (this) {
      pending = null;
      state = new DaemonState(now, Optional.empty(), Optional.of(ended), ended.problem());
    }
    job.change(ended);
  }
}

package dev.voltad.daemon.job;

import dev.voltad.migrate.LayoutTooNewException;
import dev.voltad.migrate.MigrationFailedException;
import dev.voltad.migrate.MigrationResult;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations of one home: at most one at a time, which everybody who asks joins; and what is
 * known of the home because of them.
 *
 * <p>A migration that fails is tried again after 1 s, 2 s, 4 s up to 5 min; what the watch sees
 * meanwhile does not hurry it, because a migration that fails changes the home and back itself. A
 * request always does. There is one such timer, however many requests fail.
 *
 * <p>Whatever else changes in the home leads to a look at it, and a look that finds something to
 * put right to a migration; but not within 10 s of the last, so that two programs that do not agree
 * about a link do not keep each other busy.
 *
 * <p>Thread-safe.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);
  private static final Duration BETWEEN_REPAIRS = Duration.ofSeconds(10);

  private final Path home;
  private final Migrator migrator;
  private final JobRunner runner;
  private final Problems problems;
  private final Consumer<DaemonState> onEnd;
  private final Runnable onProgress;

  private volatile DaemonState state;

  // guarded by this
  private MigrationJob pending;
  private int count;

  // job thread
  private Duration retry = FIRST_RETRY;
  private int retryTicket;
  private long nextRepairNanos = System.nanoTime();

  private final AtomicBoolean isLookQueued = new AtomicBoolean();

  /**
   * Does not look at the home yet; the first job does.
   *
   * @param onEnd hears the state after each job, on the job thread
   * @param onProgress called on the job thread while it gets on with a job
   */
  public Migrations(
      Path home,
      Migrator migrator,
      JobRunner runner,
      Consumer<DaemonState> onEnd,
      Runnable onProgress) {
    this.onEnd = onEnd;
    this.onProgress = onProgress;
    this.home = home;
    this.migrator = migrator;
    this.runner = runner;
    this.problems = new Problems(home);
    this.state =
        new DaemonState(
            HomeLook.notYet(home), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What is known now. */
  public DaemonState state() {
    return state;
  }

  /**
   * Starts a migration because somebody asked for one, or joins the one that is under way.
   *
   * @param waiter hears how it gets on, on other threads, until {@link JobEvent#isLast}
   * @return the job as it is now; empty if there is no room for another
   */
  public Optional<Job> request(Consumer<JobEvent> waiter) {
    return enqueue("request", false, waiter);
  }

  /** Starts a migration because the daemon starts. */
  public void requestAtStart() {
    enqueue("start", true, event -> {});
  }

  /** Starts a migration because the marker has gone, unless one that failed waits for its time. */
  public void requestAfterLoss() {
    if (state.home().condition() != Condition.FAILED) {
      enqueue("watch", true, event -> {});
    }
  }

  /** Looks at the home because something in it has changed. Looks that wait are one look. */
  public void lookAfterChange() {
    if (isLookQueued.compareAndSet(false, true) && !runner.offer(this::look)) {
      isLookQueued.set(false); // the jobs that fill the queue look at their end
    }
  }

  private void look() {
    isLookQueued.set(false);
    HomeInfo now = HomeLook.of(home, migrator.state());
    synchronized (this) {
      boolean isAtRest = now.condition().isAtRest();
      if (pending != null || !isAtRest && state.home().condition() == Condition.FAILED) {
        return; // it looks at its end; or it is tried again when its time comes
      }
      if (isAtRest) {
        state = new DaemonState(now, Optional.empty(), state.lastJob(), Optional.empty());
        return;
      }
    }
    repair();
  }

  private void repair() {
    long left = nextRepairNanos - System.nanoTime();
    if (left > 0) {
      runner.offerAfter(Duration.ofNanos(left), this::lookAfterChange);
    } else {
      nextRepairNanos = System.nanoTime() + BETWEEN_REPAIRS.toNanos();
      enqueue("watch", true, event -> {});
    }
  }

  private void requestAgain(int ticket) {
    if (ticket == retryTicket) { // else a later run has succeeded, or has its own timer
      enqueue("retry", true, event -> {});
    }
  }

  private synchronized Optional<Job> enqueue(
      String trigger, boolean isAutomatic, Consumer<JobEvent> waiter) {
    if (pending == null) {
      DaemonState before = state;
      Job job = Job.queued(Integer.toString(count + 1), trigger, Instant.now());
      MigrationJob next = new MigrationJob(job, isAutomatic, this::publish, onProgress);
      pending = next;
      publish(job); // before it can run and say more
      if (!runner.offer(() -> run(next))) {
        pending = null;
        state = before;
        return Optional.empty();
      }
      count++;
    }
    if (!isAutomatic) {
      pending.askedFor();
    }
    pending.join(waiter);
    return Optional.of(pending.job());
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
    if (isLeftAlone(job)) {
      return;
    }
    try {
      MigrationResult result = migrator.migrate(LockWait.BACKGROUND, "voltad", job);
      retry = FIRST_RETRY;
      retryTicket++;
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
      failAndRetry(job, problems.of(e));
    } catch (InterruptedException e) {
      fail(job, problems.stopped());
    } catch (RuntimeException e) {
      LOG.error("migration.broke home={}", LogValue.of(home), e);
      failAndRetry(job, problems.ofBug(e));
    }
  }

  /** Ends a job that nobody asked for in a home that is to be left alone. */
  private boolean isLeftAlone(MigrationJob job) {
    Optional<String> outcome = whyLeftAlone();
    if (outcome.isEmpty() || !job.isAutomatic()) {
      return false;
    }
    HomeInfo now = HomeLook.of(home, migrator.state());
    synchronized (this) { // nobody may join, and ask, between the look and the end
      if (job.isAutomatic()) {
        finish(job, now, job.job().endedWith(outcome.get(), 0, Instant.now()));
        return true;
      }
      return false;
    }
  }

  /** Only files are looked for, not the whole home: a shim may be waiting. */
  private Optional<String> whyLeftAlone() {
    if (!Files.isDirectory(home)) {
      return Optional.of("no-home"); // whoever removed it does not want another
    }
    boolean isUndone = Files.exists(home.resolve(HomeLayout.UNDONE));
    return isUndone ? Optional.of("held-back") : Optional.empty();
  }

  private void log(MigrationResult result) {
    if (result.operations() > 0) {
      LOG.info(
          "migration.committed home={} from={} to={} operations={} findings={} ms={}",
          LogValue.of(home),
          result.from().map(LayoutVersion::id).orElse("none"),
          result.to().id(),
          result.operations(),
          result.findings().size(),
          result.took().toMillis());
    }
  }

  private void failAndRetry(MigrationJob job, Problem problem) {
    fail(job, problem);
    int ticket = ++retryTicket;
    runner.offerAfter(retry, () -> requestAgain(ticket));
    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
  }

  private void fail(MigrationJob job, Problem problem) {
    LOG.warn(
        "migration.failed home={} code={} why={} retry={}s",
        LogValue.of(home),
        problem.code().id(),
        LogValue.of(problem.detail()),
        retry.toSeconds());
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
    onEnd.accept(state);
  }
}

package dev.voltad.daemon.job;

import dev.voltad.migrate.History;
import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
 * <p>On hold, nothing of this begins of its own accord: whatever would begin a migration leads to a
 * look at the home instead. What is under way is not stopped. The end of the hold leads to a look
 * too, and that to whatever there is to do.
 *
 * <p>Thread-safe.
 */
public final class Migrations {
  private static final String MIGRATE = "migrate";
  private static final String REPAIR = "repair";
  private static final Duration UNTIL_SETTLED = Duration.ofSeconds(3);
  private static final Duration BETWEEN_REPAIRS = Duration.ofSeconds(10);

  private final Path home;
  private final Migrator migrator;
  private final JobRunner runner;
  private final MigrationWork work;
  private final StateBoard board;
  private final JobLog log = new JobLog();
  private final BooleanSupplier isOnHold;
  private final Consumer<DaemonState> onEnd;
  private final Runnable onProgress;

  // guarded by this
  private MigrationJob pending;
  private int count;

  // job thread
  private final BackOff backOff = new BackOff();
  private long nextRepairNanos = System.nanoTime();

  private final AtomicBoolean isLookQueued = new AtomicBoolean();
  private volatile boolean isPaused;

  /**
   * @param isOnHold whether only what somebody asks for is to be done now; may be called on any
   *     thread
   * @param onEnd hears the state after each job, on the job thread
   * @param onProgress called on the job thread while it gets on with a job
   */
  public Migrations(
      Path home,
      Migrator migrator,
      JobRunner runner,
      BooleanSupplier isOnHold,
      Consumer<DaemonState> onEnd,
      Runnable onProgress) {
    this.isOnHold = isOnHold;
    this.onEnd = onEnd;
    this.onProgress = onProgress;
    this.home = home;
    this.migrator = migrator;
    this.runner = runner;
    this.work = new MigrationWork(home, migrator);
    this.board = new StateBoard(DaemonState.first(HomeLook.notYet(home)));
  }

  /** What is known now. */
  public DaemonState state() {
    return board.now();
  }

  /** Where each new state is told. */
  public StateBoard board() {
    return board;
  }

  /** What has ended. */
  public JobLog log() {
    return log;
  }

  /**
   * Starts a migration because somebody asked for one, or joins the one that is under way.
   *
   * @param waiter hears how it gets on, on other threads, until {@link JobEvent#isLast}
   * @return the job as it is now; empty if there is no room for another
   */
  public Optional<Job> request(Consumer<JobEvent> waiter) {
    return enqueue(MIGRATE, "request", false, waiter);
  }

  /** As {@link #request}, under the name of a repair. Both do all that there is to do. */
  public Optional<Job> requestRepair(Consumer<JobEvent> waiter) {
    return enqueue(REPAIR, "request", false, waiter);
  }

  /** Starts a migration because the daemon starts. */
  public void requestAtStart() {
    Instant start = Instant.now();
    begin(MIGRATE, "start");
    runner.offer(() -> log.startWith(home.toString(), new History(home).read(), start));
  }

  /** Starts a migration because the marker has gone, unless one that failed waits for its time. */
  public void requestAfterLoss() {
    if (board.now().home().condition() != Condition.FAILED) {
      begin(MIGRATE, "watch");
    }
  }

  /** Of our own accord. */
  private void begin(String kind, String trigger) {
    if (isPaused || isOnHold.getAsBoolean()) {
      lookAfterChange();
    } else {
      enqueue(kind, trigger, true, event -> {});
    }
  }

  /** From now on nothing begins of its own accord: another release is at work on the home. */
  public void pause() {
    isPaused = true;
  }

  public void resume() {
    isPaused = false;
  }

  /** Looks at the home because something in it has changed. Looks that wait are one look. */
  public void lookAfterChange() {
    if (isLookQueued.compareAndSet(false, true) && !runner.offer(this::lookNow)) {
      isLookQueued.set(false); // the jobs that fill the queue look at their end
    }
  }

  private void lookNow() {
    isLookQueued.set(false);
    if (!isPaused) {
      takeIn(look());
    }
  }

  private void takeIn(HomeInfo now) {
    synchronized (this) {
      boolean isAtRest = now.condition().isAtRest() || isOnHold.getAsBoolean();
      if (pending != null || !isAtRest && board.now().home().condition() == Condition.FAILED) {
        return; // it looks at its end; or it is tried again when its time comes
      }
      if (isAtRest) {
        board.set(board.now().atRest(now, Instant.now()));
        return;
      }
    }
    repair(now);
  }

  private void repair(HomeInfo seen) {
    long left = nextRepairNanos - System.nanoTime();
    if (left > 0) {
      runner.offerAfter(Duration.ofNanos(left), this::lookAfterChange);
    } else {
      nextRepairNanos = System.nanoTime() + BETWEEN_REPAIRS.toNanos();
      boolean isCurrentLayout = seen.layout().equals(Optional.of(LayoutVersion.CURRENT.id()));
      begin(isCurrentLayout ? REPAIR : MIGRATE, "watch");
    }
  }

  private void requestAgain(int ticket) {
    if (backOff.isLast(ticket)) { // else a later run has succeeded, or has its own timer
      begin(MIGRATE, "retry");
    }
  }

  private synchronized Optional<Job> enqueue(
      String kind, String trigger, boolean isAutomatic, Consumer<JobEvent> waiter) {
    if (pending == null) {
      DaemonState before = board.now();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      Job job = Job.queued(now + "-" + (count + 1), kind, trigger, now);
      MigrationJob next = new MigrationJob(job, isAutomatic, this::publish, onProgress);
      pending = next;
      publish(job); // before it can run and say more
      if (!runner.offer(() -> run(next))) {
        pending = null;
        board.set(before);
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
      DaemonState before = board.now();
      board.set(before.with(HomeLook.with(before.home(), Condition.MIGRATING), job));
    }
  }

  private void run(MigrationJob job) {
    if (isLeftAlone(job)) {
      return;
    }
    MigrationWork.End end = work.run(job);
    Optional<Instant> again = Optional.empty();
    int ticket = backOff.next();
    if (end.isTriedAgain()) {
      Duration delay = backOff.delay();
      again = Optional.of(Instant.now().plus(delay));
      runner.offerAfter(delay, () -> requestAgain(ticket));
    } else if (end.job().problem().isEmpty()) {
      backOff.reset();
    }
    HomeInfo now = look();
    boolean hasFailed = end.job().problem().isPresent();
    finish(job, hasFailed ? HomeLook.with(now, Condition.FAILED) : now, end.job(), again);
  }

  /** Ends a job that nobody asked for in a home that is to be left alone. */
  private boolean isLeftAlone(MigrationJob job) {
    Optional<String> outcome = whyLeftAlone();
    if (outcome.isEmpty() || !job.isAutomatic()) {
      return false;
    }
    HomeInfo now = look();
    synchronized (this) { // nobody may join, and ask, between the look and the end
      if (job.isAutomatic()) {
        Job ended = job.job().endedWith(outcome.get(), 0, Instant.now());
        finish(job, now, ended, Optional.empty());
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
    if (Files.exists(home.resolve(HomeLayout.UNDONE))) {
      return Optional.of("held-back");
    }
    return isOnHold.getAsBoolean() ? Optional.of("on-hold") : Optional.empty();
  }

  /** Looks at the whole home. A record that somebody may be writing is looked at again soon. */
  private HomeInfo look() {
    HomeState seen = migrator.look();
    if (seen.isUnsettled()) {
      runner.offerAfter(UNTIL_SETTLED, this::lookAfterChange);
    }
    return HomeLook.of(home, seen);
  }

  /** The new state is there before anyone hears that the job has ended. */
  private void finish(MigrationJob job, HomeInfo now, Job ended, Optional<Instant> again) {
    log.add(ended);
    synchronized (this) {
      pending = null;
      board.set(board.now().after(ended, now, Instant.now(), again));
    }
    job.change(ended);
    onEnd.accept(board.now());
  }
}

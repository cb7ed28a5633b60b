package dev.voltad.migrate;

import dev.voltad.migrate.MigrationFailedException.Kind;
import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.MigrationListener.Phase;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.journal.Journal;
import dev.voltad.migrate.journal.Journals;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.plan.Plan;
import dev.voltad.migrate.plan.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings one home to the current layout, and back. The one class that writes: {@code volta-migrate}
 * and the daemon both go through it.
 *
 * <p>The order of events, and what a crash between them leaves:
 *
 * <ol>
 *   <li>Without the lock: if the home is current and no journal waits, nothing happens at all.
 *   <li>Take the lock. The kernel frees it if we die, so no step below has to.
 *   <li>Recover: a journal that a run before us did not finish is finished, or undone if that is
 *       what it says. Dying here leaves it for the next run.
 *   <li>Scan, detect, plan: nothing is written.
 *   <li>Write the plan down, durably. Dying before it has its name leaves rubbish that the next run
 *       removes; dying after it leaves a home that the next run finishes.
 *   <li>Apply. The last operations make everything durable, set the new marker, and take the old
 *       ones away: whoever sees the marker sees a whole home.
 *   <li>Commit. The journal stays for seven days, or until the next migration, for undo.
 * </ol>
 *
 * <p>An operation that fails (a full disk) makes us undo those before it, so the home is as it was;
 * if that fails too, the journal stays and the next run goes on. Not taken: copying the home and
 * switching (it may hold gigabytes), and a transaction per step (nobody needs v2).
 *
 * <p>Owned by one thread; several instances on one home exclude each other by the lock.
 */
public final class Migrator {
  private final Path home;
  private final FileOps ops;
  private final HomeGuard guard;
  private final HomePlans plans;
  private final Journals journals;

  /**
   * @param home the home; need not exist
   * @param install the folder of the programs, for example {@code ~/.volta/self/current/bin}
   */
  public Migrator(Path home, Path install) {
    this(home, install, new PosixFileOps());
  }

  /** With a door of one's own, for tests. */
  public Migrator(Path home, Path install, FileOps ops) {
    this.home = home;
    this.ops = ops;
    this.guard = new HomeGuard(home, install);
    this.plans = new HomePlans(home, install);
    this.journals = new Journals(home, ops);
  }

  /**
   * Takes the lock, recovers, migrates.
   *
   * @param program who we are, for others who wait for the lock: {@code volta-migrate}
   * @throws LockHeldException nothing was changed
   * @throws LockUnavailableException nothing was changed
   * @throws LayoutTooNewException nothing was changed
   * @throws MigrationFailedException it says what the home is now
   */
  public MigrationResult migrate(LockWait wait, String program, MigrationListener listener)
      throws LockHeldException,
          LockUnavailableException,
          LayoutTooNewException,
          MigrationFailedException,
          InterruptedException {
    Instant start = Instant.now();
    try {
      if (plans.isCurrent() && !journals.needAttention(start) && !isHeldBack()) {
        return Results.upToDate(start);
      }
      guard.refuseForeignHome();
      guard.refuseMissingPrograms();
      try (HomeLock lock = acquire(wait, program, listener)) {
        if (isHeldBack()) {
          ops.delete(home.resolve(HomeLayout.UNDONE)); // migrating again is what was asked for
        }
        Optional<Plan> recovered = recover(lock, listener);
        return migrateLocked(lock, recovered, listener, start);
      }
    } catch (RefusedException e) {
      String why = HomePath.text(e.path()) + ": " + e.reason();
      throw new MigrationFailedException(Kind.FILESYSTEM, State.OLD, why, e.next(), e);
    } catch (IOException e) {
      throw Failures.filesystem(home, State.OLD, e);
    }
  }

  private MigrationResult migrateLocked(
      HomeLock lock, Optional<Plan> recovered, MigrationListener listener, Instant start)
      throws IOException, LayoutTooNewException, RefusedException, MigrationFailedException {
    listener.phase(Phase.SCANNING);
    Plan plan = plans.plan(Journals.newId(Instant.now()));
    if (plan.operations().isEmpty()) {
      return recovered
          .map(done -> Results.of(done, plan, start))
          .orElseGet(() -> Results.upToDate(start));
    }
    listener.phase(Phase.APPLYING);
    lock.purpose("migrate: applying");
    Journal journal = Journal.begin(home, plan, ops);
    try {
      journal.apply(done -> listener.progress(done, plan.operations().size()));
      listener.phase(Phase.COMMITTING);
      journal.commit();
    } catch (IOException e) {
      if (journal.isInUse()) {
        throw Failures.filesystem(home, State.NEEDS_RECOVERY, e); // tools have seen the marker
      }
      listener.phase(Phase.ROLLING_BACK);
      throw rollBack(journal, e);
    }
    if (plan.changesLayout()) {
      purgeAllBut(journal.id());
    }
    return Results.of(plan, plan, start);
  }

  /**
   * Takes the lock, recovers, undoes the last committed journal. A daemon then leaves the home
   * alone until someone asks for a migration.
   *
   * @throws LockHeldException nothing was changed
   * @throws LockUnavailableException nothing was changed
   * @throws MigrationFailedException it says what the home is now
   */
  public MigrationResult undo(LockWait wait, String program, MigrationListener listener)
      throws LockHeldException,
          LockUnavailableException,
          MigrationFailedException,
          InterruptedException {
    Instant start = Instant.now();
    try {
      if (!Files.isDirectory(home)) {
        return Results.nothingToUndo(start);
      }
      guard.refuseForeignHome();
      try (HomeLock lock = acquire(wait, program, listener)) {
        recover(lock, listener);
        List<Journal> all = journals.all();
        if (all.isEmpty()) {
          return Results.nothingToUndo(start);
        }
        Journal last = all.get(all.size() - 1);
        refuseLosses(last);
        holdBack();
        listener.phase(Phase.ROLLING_BACK);
        lock.purpose("undo: applying");
        int total = last.plan().operations().size();
        last.rollBack(done -> listener.progress(done, total));
        return Results.undone(last.plan(), start);
      }
    } catch (IOException e) {
      throw Failures.filesystem(home, stateAfterUndo(), e);
    }
  }

  /** Reads the home without the lock; changes nothing. */
  public HomeState state() {
    return plans.state(journals, isHeldBack());
  }

  /**
   * What {@link #migrate} would do now, without the lock; changes nothing.
   *
   * @throws RefusedException if it would be refused
   */
  public Plan plan() throws IOException, LayoutTooNewException, RefusedException {
    return plans.plan(Journals.newId(Instant.now()));
  }

  private HomeLock acquire(LockWait wait, String program, MigrationListener listener)
      throws LockHeldException, LockUnavailableException, IOException, InterruptedException {
    listener.phase(Phase.WAITING_FOR_LOCK);
    return HomeLock.acquire(home, wait, program, "migrate", listener::waiting);
  }

  /** Finishes or undoes what was cut short; the plan of a journal that was finished now. */
  private Optional<Plan> recover(HomeLock lock, MigrationListener listener) throws IOException {
    journals.removeRubbish();
    Optional<Plan> finished = Optional.empty();
    for (Journal journal : journals.all()) {
      if (journal.isCommitted()) {
        continue;
      }
      listener.phase(Phase.RECOVERING);
      lock.purpose("recover: applying");
      if (journal.isInUse()) {
        finished = finishInUse(journal);
      } else if (journal.isUndoing() || !finish(journal)) {
        journal.rollBack(done -> {});
      } else {
        finished = Optional.of(journal.plan());
      }
    }
    journals.purgeExpired(Instant.now());
    return finished;
  }

  /** Empty if the rest cannot be done now: it waits, because tools use the home as it is. */
  private static Optional<Plan> finishInUse(Journal journal) {
    try {
      journal.finishInUse();
      return Optional.of(journal.plan());
    } catch (IOException nextTime) {
      return Optional.empty();
    }
  }

  /** False if it cannot be finished: then it is undone. */
  private boolean finish(Journal journal) {
    try {
      journal.apply(done -> {});
      journal.commit();
      return true;
    } catch (IOException cannotBeFinished) {
      return false;
    }
  }

  private MigrationFailedException rollBack(Journal journal, IOException failure) {
    try {
      journal.rollBack(done -> {});
      return Failures.filesystem(home, State.OLD, failure);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return Failures.filesystem(home, State.NEEDS_RECOVERY, failure);
    }
  }

  /**
   * Older journals lead to layouts that are two migrations away; failing to remove them is
   * harmless.
   */
  private void purgeAllBut(String id) {
    try {
      for (Journal journal : journals.all()) {
        if (!journal.id().equals(id)) {
          journal.purge();
        }
      }
    } catch (IOException laterThen) {
      // purgeExpired() gets them
    }
  }

  private boolean isHeldBack() {
    return Files.exists(home.resolve(HomeLayout.UNDONE));
  }

  private void holdBack() throws IOException {
    if (!isHeldBack()) {
      ops.writeFile(home.resolve(HomeLayout.UNDONE), new byte[0], Optional.empty());
    }
  }

  private State stateAfterUndo() {
    try {
      return journals.firstUnfinished().isPresent() ? State.NEEDS_RECOVERY : State.OLD;
    } catch (IOException e) {
      return State.NEEDS_RECOVERY;
    }
  }

  private void refuseLosses(Journal journal) throws IOException, MigrationFailedException {
    Optional<Path> changed = journal.firstChangedSince();
    if (changed.isPresent()) {
      throw new MigrationFailedException(
          Kind.REFUSED,
          State.OLD,
          HomePath.text(changed.get())
              + " was changed since the migration; undoing would lose that",
          "Keep the new layout. The old files are in " + home.resolve(HomeLayout.JOURNALS) + ".",
          null);
    }
  }
}

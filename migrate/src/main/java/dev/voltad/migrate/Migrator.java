package dev.voltad.migrate;

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
  private final Recovery recovery;
  private final History history;
  private final RecordCopies copies;

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
    this.recovery = new Recovery(home, journals);
    this.history = new History(home);
    this.copies = new RecordCopies(home);
  }

  /** As {@link #migrate(MigrationRequest, MigrationListener)}, because of a command. */
  public MigrationResult migrate(LockWait wait, String program, MigrationListener listener)
      throws LockHeldException,
          LockUnavailableException,
          LayoutTooNewException,
          MigrationFailedException,
          InterruptedException {
    return migrate(MigrationRequest.command(Scope.LAYOUT, program, wait), listener);
  }

  /**
   * Takes the lock, recovers, migrates, or repairs what has the current layout; with {@link
   * Scope#LAYOUT} not if layout and links are right. What it did is in the {@link History}.
   *
   * @throws LockHeldException nothing was changed
   * @throws LockUnavailableException nothing was changed
   * @throws LayoutTooNewException nothing was changed
   * @throws MigrationFailedException it says what the home is now
   */
  public MigrationResult migrate(MigrationRequest request, MigrationListener listener)
      throws LockHeldException,
          LockUnavailableException,
          LayoutTooNewException,
          MigrationFailedException,
          InterruptedException {
    Instant start = Instant.now();
    try {
      if (request.scope() == Scope.LAYOUT && isAllRight(start)) {
        return Results.upToDate(start);
      }
      guard.refuseForeignHome();
      guard.refuseMissingPrograms();
      try (HomeLock lock = acquire(request, listener)) {
        guard.refuseOrphan();
        return migrateNoted(lock, request, listener, start);
      }
    } catch (RefusedException e) {
      throw Failures.refused(e);
    } catch (IOException e) {
      throw Failures.filesystem(home, State.OLD, e);
    }
  }

  private MigrationResult migrateNoted(
      HomeLock lock, MigrationRequest request, MigrationListener listener, Instant start)
      throws LayoutTooNewException, MigrationFailedException {
    try {
      MigrationResult result = migrateLocked(lock, request.scope(), listener, start);
      history.add(request, start, result);
      return result;
    } catch (RefusedException e) {
      throw history.add(request, start, Failures.refused(e));
    } catch (IOException e) {
      throw history.add(request, start, Failures.filesystem(home, State.OLD, e));
    } catch (MigrationFailedException e) {
      throw history.add(request, start, e);
    }
  }

  private boolean isAllRight(Instant now)
      throws IOException, LayoutTooNewException, RefusedException {
    return plans.isCurrent() && !journals.needAttention(now) && !isHeldBack();
  }

  private MigrationResult migrateLocked(
      HomeLock lock, Scope scope, MigrationListener listener, Instant start)
      throws IOException, LayoutTooNewException, RefusedException, MigrationFailedException {
    if (isHeldBack()) {
      ops.delete(home.resolve(HomeLayout.UNDONE)); // migrating again is what was asked for
    }
    Optional<Plan> recovered = recovery.recover(lock, listener);
    listener.phase(Phase.SCANNING);
    // A repair on top of what was just recovered would stand before it when that is undone.
    Scope rest = recovered.isPresent() ? Scope.LAYOUT : scope;
    Plan plan = plans.plan(rest, Journals.newId(Instant.now()));
    if (plan.operations().isEmpty()) {
      return recovered
          .map(done -> Results.of(done, plan, start))
          .orElseGet(() -> Results.upToDate(plan.findings(), start));
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
      throw recovery.rollBack(journal, e);
    }
    if (plan.changesLayout()) {
      recovery.purgeAllBut(journal.id());
    }
    return Results.of(plan, plan, start);
  }

  /**
   * Takes the lock, recovers, undoes the last change of layout with the repairs since, or, if there
   * was none, the last repair. A daemon then leaves the home alone until someone asks for a
   * migration.
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
    MigrationRequest request = MigrationRequest.command(Scope.LAYOUT, program, wait);
    return undo(request, listener, recovery::toUndo, true);
  }

  /**
   * Takes the lock, recovers, and undoes what a newer release has done to the layout, with the
   * repairs since, until it is one that this release knows. Nothing if it is. Unlike after {@link
   * #undo}, the home is not held back: it has the layout that this release wants.
   *
   * @throws LockHeldException nothing was changed
   * @throws LockUnavailableException nothing was changed
   * @throws MigrationFailedException it says what the home is now
   */
  public MigrationResult undoNewer(MigrationRequest request, MigrationListener listener)
      throws LockHeldException,
          LockUnavailableException,
          MigrationFailedException,
          InterruptedException {
    return undo(request, listener, recovery::beyondUs, false);
  }

  private interface Choice {
    List<Journal> lastFirst() throws IOException, MigrationFailedException;
  }

  private MigrationResult undo(
      MigrationRequest request, MigrationListener listener, Choice choice, boolean isHeldBack)
      throws LockHeldException,
          LockUnavailableException,
          MigrationFailedException,
          InterruptedException {
    Instant start = Instant.now();
    if (!Files.isDirectory(home)) {
      return Results.nothingToUndo(start);
    }
    try {
      guard.refuseForeignHome();
      try (HomeLock lock = acquire(request, listener)) {
        recovery.recover(lock, listener);
        List<Journal> undone = choice.lastFirst();
        if (undone.isEmpty()) {
          return Results.nothingToUndo(start);
        }
        if (isHeldBack) {
          holdBack();
        }
        listener.phase(Phase.ROLLING_BACK);
        lock.purpose("undo: applying");
        Recovery.undo(undone, listener);
        MigrationResult result = Results.undone(undone, start);
        history.add(request, start, result);
        return result;
      }
    } catch (IOException e) {
      throw Failures.filesystem(home, stateAfterUndo(), e);
    }
  }

  /** Reads the home without the lock; changes nothing. */
  public HomeState state() {
    return plans.state(journals, isHeldBack(), seen -> {});
  }

  /**
   * As {@link #state}; and keeps a copy of each record that can be used, in {@code self/}, for the
   * day when one of them is cut off. A copy that cannot be kept is tried again the next time.
   */
  public HomeState look() {
    return plans.state(journals, isHeldBack(), copies::keep);
  }

  /**
   * What {@link #migrate} would do now, without the lock; changes nothing.
   *
   * @throws RefusedException if it would be refused
   */
  public Plan plan(Scope scope) throws IOException, LayoutTooNewException, RefusedException {
    return plans.plan(scope, Journals.newId(Instant.now()));
  }

  private HomeLock acquire(MigrationRequest request, MigrationListener listener)
      throws LockHeldException, LockUnavailableException, IOException, InterruptedException {
    listener.phase(Phase.WAITING_FOR_LOCK);
    return HomeLock.acquire(
        home, request.lockWait(), request.program(), "migrate", listener::waiting);
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
}

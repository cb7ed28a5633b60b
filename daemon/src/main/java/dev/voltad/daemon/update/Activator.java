package dev.voltad.daemon.update;

import dev.voltad.migrate.History;
import dev.voltad.migrate.HistoryEntry;
import dev.voltad.migrate.MigrationFailedException;
import dev.voltad.migrate.MigrationListener;
import dev.voltad.migrate.MigrationRequest;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.Scope;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.migrate.install.Slots;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.protocol.UpdatePhase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a sealed release in the place of the one that is used, and takes it back, with the layout.
 * Each change is written down in {@code self/state} before it is done, so that {@link #recover}
 * ends whatever was cut short:
 *
 * <ol>
 *   <li>{@code migrating} is written. From here on migrations leave old markers beside new ones, so
 *       the release before goes on working with the home.
 *   <li>The new release's own {@code volta-migrate} changes the layout, under the home's lock and
 *       with a journal that every release can undo.
 *   <li>The counter of the trial is made, {@code trial} is written, the pointer is switched.
 * </ol>
 *
 * <p>Taking back: {@code undoing} is written with the reason, the pointer is switched back, so that
 * no new program of the release starts; its journals are undone; it is listed as bad; last, the
 * state goes, or is that of the update before again. The program that takes back is always the
 * release before: it must not be the suspect.
 *
 * <p>Owned by whoever holds {@code self/update.lock}.
 */
final class Activator {
  private static final String PROGRAM = "voltad";

  private final Path home;
  private final FileOps ops;
  private final Slots slots;
  private final Migrator migrator;
  private final InstantSource clock;
  private final SmallFile state;
  private final TrialCounter trial;
  private final BadReleases bad;

  Activator(Path home, Path install, FileOps ops, InstantSource clock) {
    this.home = home;
    this.ops = ops;
    this.slots = new Slots(home, ops);
    this.migrator = new Migrator(home, install, ops);
    this.clock = clock;
    this.state = new SmallFile(home.resolve(HomeLayout.UPDATE), ops);
    this.trial = new TrialCounter(home, ops);
    this.bad = new BadReleases(home, ops);
  }

  /** Runs the new release's migrations, to their end. */
  @FunctionalInterface
  interface Migration {
    void run(Path slot) throws BadReleaseException, IOException, InterruptedException;
  }

  /** How far the last activation is; empty if there is none to speak of. */
  Optional<UpdateState> state() throws IOException {
    return state.read(UpdateState.class);
  }

  /**
   * Activates a release, up to its trial.
   *
   * @param first in phase {@code migrating}
   * @throws BadReleaseException if its migrations failed: it is as before
   * @throws UpdateException if the home cannot be changed now; {@link #recover} has to follow
   */
  void activate(UpdateState first, Migration migration)
      throws BadReleaseException, UpdateException, IOException, InterruptedException {
    UpdateState begin = first.keeping(state().filter(it -> it.phase() == UpdatePhase.COMMITTED));
    state.write(begin);
    try {
      migration.run(slots.folder(begin.to()));
    } catch (BadReleaseException e) {
      undo(begin.undoing(e.getMessage(), false, clock.instant()));
      throw e;
    } catch (IOException e) {
      abandonAfter(e, begin);
      throw e;
    }
    try (HomeLock held = lock()) {
      held.purpose("update: activating");
      trial.begin();
      state.write(begin.at(UpdatePhase.TRIAL, clock.instant()));
      slots.use(begin.to());
    } catch (IOException e) {
      abandonAfter(e, begin);
      throw e;
    }
  }

  /** The release has proved itself. */
  void commit() throws UpdateException, IOException, InterruptedException {
    UpdateState now = state().filter(it -> it.phase() == UpdatePhase.TRIAL).orElseThrow();
    try (HomeLock held = lock()) {
      held.purpose("update: committing");
      writeGood(now.to());
      state.write(now.at(UpdatePhase.COMMITTED, clock.instant()));
      trial.end();
      bad.remove(now.manifest()); // a person who took it back asked for it again
      note("update", "committed", now.before(), now.version(), now.since(), Optional.empty());
    }
  }

  private void writeGood(String slot) throws IOException {
    Path fresh = home.resolve("self/good.new");
    if (Files.exists(fresh)) {
      ops.delete(fresh);
    }
    ops.writeFile(fresh, (slot + "\n").getBytes(StandardCharsets.UTF_8), Optional.empty());
    ops.sync(fresh);
    ops.replace(fresh, home.resolve("self/good"));
  }

  /**
   * Takes the release back, and lists it as bad if the state has a reason.
   *
   * @param undoing as {@link UpdateState#undoing} makes it; what the state is, is written over
   * @throws UpdateException if not all of it can be done now; {@link #recover} goes on
   */
  void undo(UpdateState undoing) throws UpdateException, IOException, InterruptedException {
    state.write(undoing);
    if (!slots.isSealed(undoing.from())) {
      throw new UpdateException(
          UpdateException.Kind.REFUSED,
          "the release before, " + undoing.from() + ", is not there any more",
          "Install a release that reads the layout of the home.");
    }
    try (HomeLock held = lock()) {
      held.purpose("update: going back");
      slots.use(undoing.from());
    }
    undoLayout();
    try (HomeLock held = lock()) {
      held.purpose("update: going back");
      if (undoing.reason().isPresent()) {
        bad.add(undoing.manifest(), BadReleases.Bad.of(undoing, clock.instant()));
      }
      trial.end();
      Optional<String> why = undoing.reason().or(() -> Optional.of("it was cut short"));
      note("rollback", "undone", undoing.version(), undoing.before(), undoing.since(), why);
      if (undoing.kept().isPresent()) {
        state.write(undoing.kept().get());
      } else {
        state.delete();
      }
    }
  }

  /** Writes down that it is to be taken back; {@link #recover} of the release before does it. */
  void beginUndo(UpdateState undoing) throws IOException {
    state.write(undoing);
  }

  private void undoLayout() throws UpdateException, InterruptedException {
    MigrationRequest request =
        new MigrationRequest(Scope.LAYOUT, PROGRAM, "update", LockWait.BACKGROUND);
    try {
      migrator.undoNewer(request, MigrationListener.NONE);
    } catch (LockHeldException e) {
      throw UpdateException.of(e);
    } catch (LockUnavailableException e) {
      throw UpdateException.of(e);
    } catch (MigrationFailedException e) {
      throw new UpdateException(UpdateException.Kind.REFUSED, e.why(), e.next());
    }
  }

  /** Whether a person has installed a third release since. */
  boolean isSuperseded(UpdateState now) throws IOException {
    Optional<String> used = slots.current();
    return used.isPresent() && !used.get().equals(now.from()) && !used.get().equals(now.to());
  }

  /**
   * Ends what a run before was cut off from. A trial goes on, unless nothing but its counter was
   * made; an end of it is {@link #commit} or {@link #undo}. What a person has installed since
   * stays.
   */
  void recover() throws UpdateException, IOException, InterruptedException {
    Optional<UpdateState> cut = state();
    if (cut.isEmpty()) {
      trial.end();
      removeOld(Set.of());
      return;
    }
    UpdateState now = cut.get();
    if (isSuperseded(now)) {
      supersede();
      return;
    }
    switch (now.phase()) {
      case MIGRATING -> abandon(now);
      case UNDOING -> undo(now);
      case TRIAL -> {
        if (!slots.current().equals(Optional.of(now.to()))) {
          abandon(now);
        }
      }
      case COMMITTED -> {
        trial.end();
        forget(now);
      }
    }
  }

  /** Also what was fetched and never put in place, or failed. */
  private void removeOld(Set<String> needed) {
    try {
      slots.retireAllBut(needed);
      slots.removeOld(clock.instant());
    } catch (IOException nextTime) {
      // it takes room, and nothing else
    }
  }

  /** Only a layout that this release does not know is undone. */
  private void supersede() throws UpdateException, IOException, InterruptedException {
    undoLayout();
    trial.end();
    state.delete();
  }

  private void abandonAfter(IOException failure, UpdateState begin) throws InterruptedException {
    try {
      abandon(begin);
    } catch (UpdateException | IOException e) {
      failure.addSuppressed(e); // the next run goes on: the state says so
    }
  }

  /** Nothing says anything against the release: it may be tried again. */
  private void abandon(UpdateState now) throws UpdateException, IOException, InterruptedException {
    undo(now.abandoned(clock.instant()));
  }

  /** What is too old to be gone back to is removed, and old markers may go. */
  private void forget(UpdateState committed) throws IOException {
    boolean isOver = committed.since().plus(Slots.KEPT).isBefore(clock.instant());
    boolean isForgotten = isOver || !slots.isSealed(committed.from());
    if (isForgotten) {
      state.delete();
    }
    removeOld(isForgotten ? Set.of() : Set.of(committed.from(), committed.to()));
  }

  private void note(
      String kind, String outcome, String from, String to, Instant since, Optional<String> reason) {
    new History(home)
        .add(
            new HistoryEntry(
                since,
                clock.instant(),
                kind,
                PROGRAM,
                "update",
                outcome,
                Optional.of(from),
                Optional.of(to),
                0,
                Optional.empty(),
                reason.map(
                    why -> new HistoryEntry.Failure("refused", why, "Nothing has to be done."))));
  }

  private HomeLock lock() throws UpdateException, IOException, InterruptedException {
    try {
      return HomeLock.acquire(home, LockWait.BACKGROUND, PROGRAM, "update", (holder, waited) -> {});
    } catch (LockHeldException e) {
      throw UpdateException.of(e);
    } catch (LockUnavailableException e) {
      throw UpdateException.of(e);
    }
  }
}

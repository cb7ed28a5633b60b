package dev.voltad.migrate;

import dev.voltad.migrate.MigrationFailedException.Kind;
import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.MigrationListener.Phase;
import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.journal.Journal;
import dev.voltad.migrate.journal.Journals;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ends what a run was cut off from, or could not do, and tells what an undo undoes. Called with the
 * home's lock held.
 */
final class Recovery {
  private final Path home;
  private final Journals journals;

  Recovery(Path home, Journals journals) {
    this.home = home;
    this.journals = journals;
  }

  /** Finishes or undoes what was cut short; the plan of a journal that was finished now. */
  Optional<Plan> recover(HomeLock lock, MigrationListener listener) throws IOException {
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
  private static boolean finish(Journal journal) {
    try {
      journal.apply(done -> {});
      journal.commit();
      return true;
    } catch (IOException cannotBeFinished) {
      return false;
    }
  }

  /** Undoes what was done of a plan that failed; the exception to throw. */
  MigrationFailedException rollBack(Journal journal, IOException failure) {
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
  void purgeAllBut(String id) {
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

  /**
   * What one undo undoes, the last first.
   *
   * @throws MigrationFailedException if it would throw away what was changed since
   */
  List<Journal> toUndo() throws IOException, MigrationFailedException {
    List<Journal> all = journals.all();
    if (all.isEmpty()) {
      return List.of();
    }
    List<Journal> undone = lastFirst(all);
    refuseLosses(undone);
    return undone;
  }

  /**
   * What has to be undone for a home to have a layout that we know: the last first; down to the
   * oldest change to a newer one.
   *
   * @throws MigrationFailedException if it would throw away what was changed since
   */
  List<Journal> beyondUs() throws IOException, MigrationFailedException {
    List<Journal> all = journals.all();
    int oldest = 0;
    while (oldest < all.size() && !all.get(oldest).plan().leadsBeyondUs()) {
      oldest++;
    }
    List<Journal> undone = new ArrayList<>(all.subList(oldest, all.size()));
    Collections.reverse(undone);
    refuseLosses(undone);
    return undone;
  }

  static void undo(List<Journal> lastFirst, MigrationListener listener) throws IOException {
    for (Journal journal : lastFirst) {
      int total = journal.plan().operations().size();
      journal.rollBack(done -> listener.progress(done, total));
    }
  }

  /** What one undo undoes: the last change of layout and the repairs on top of it, or a repair. */
  private static List<Journal> lastFirst(List<Journal> all) {
    List<Journal> undone = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      undone.add(all.get(i));
      if (all.get(i).plan().changesLayout()) {
        return undone;
      }
    }
    return List.of(all.get(all.size() - 1));
  }

  private void refuseLosses(List<Journal> lastFirst) throws IOException, MigrationFailedException {
    Set<Path> later = new HashSet<>();
    for (Journal journal : lastFirst) {
      Optional<Path> changed = journal.firstChangedSince(later);
      if (changed.isPresent()) {
        throw new MigrationFailedException(
            Kind.REFUSED,
            State.OLD,
            HomePath.text(changed.get())
                + " was changed since the migration; undoing would lose that",
            "Keep the new layout. The old files are in " + home.resolve(HomeLayout.JOURNALS) + ".",
            null);
      }
      journal.plan().operations().stream().map(Operation::subject).forEach(later::add);
    }
  }
}

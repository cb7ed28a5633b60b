package dev.voltad.migrate;

import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.MigrationListener.Phase;
import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.journal.Journal;
import dev.voltad.migrate.journal.Journals;
import dev.voltad.migrate.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Ends what a run was cut off from, or could not do. Called with the home's lock held. */
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
}

package dev.voltad.daemon.update;

import dev.voltad.protocol.UpdatePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a program of a release does about updates before anything else: it counts a start on trial,
 * and ends what a run before was cut off from. Where that means that this very release is taken
 * back, it names the one that must do it.
 */
public final class UpdateStart {
  private final UpdateHome at;

  public UpdateStart(UpdateHome at) {
    this.at = at;
  }

  /**
   * A daemon starts, which counts on trial.
   *
   * @return the program to become instead; empty to go on
   * @throws IOException if the disk does not let us; the daemon serves all the same
   */
  public Optional<Path> begin() throws IOException, InterruptedException {
    return begin(true);
  }

  /** As {@link #begin()}, of a program that only runs for a moment. */
  public Optional<Path> beginOnce() throws IOException, InterruptedException {
    return begin(false);
  }

  private Optional<Path> begin(boolean counts) throws IOException, InterruptedException {
    try {
      var held = at.lock();
      try {
        return beginLocked(counts);
      } finally {
        held.close();
      }
    } catch (UpdateException busyOrRefused) {
      throw new IOException(busyOrRefused.getMessage(), busyOrRefused);
    }
  }

  private Optional<Path> beginLocked(boolean counts)
      throws UpdateException, IOException, InterruptedException {
    Optional<UpdateState> state = at.activator().state();
    boolean isSuspect = state.map(UpdateState::to).equals(at.ownSlot()) && state.isPresent();
    if (!isSuspect) {
      at.activator().recover();
      return Optional.empty();
    }
    UpdateState now = state.get();
    if (now.phase() == UpdatePhase.TRIAL && counts && !at.trial().start()) {
      String why = "it was started " + TrialCounter.STARTS + " times and did not prove itself";
      at.activator().beginUndo(now.undoing(why, false, at.clock().instant()));
      return Optional.of(before(now));
    }
    if (now.phase() == UpdatePhase.UNDOING || now.phase() == UpdatePhase.MIGRATING) {
      return Optional.of(before(now));
    }
    at.activator().recover();
    return Optional.empty();
  }

  private Path before(UpdateState state) throws IOException {
    if (!at.slots().isSealed(state.from())) {
      throw new IOException("the release before, " + state.from() + ", is not there any more");
    }
    return at.slots().folder(state.from()).resolve("bin/voltad");
  }
}

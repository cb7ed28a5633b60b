package dev.voltad.daemon.update;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a program of a release does about updates before anything else: it counts a start on trial,
 * and ends what a run before was cut off from. Where that means that this very release is taken
 * back, or that the home uses another by now, it names the one that must run.
 */
public final class UpdateStart {
  /** A daemon that starts is waited for; who is at work on an update for longer is not. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration SUSPECT_PATIENCE = Duration.ofSeconds(60);

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
      // To serve as a release that is to be taken back would be worse than to be late.
      boolean isSuspect = at.own().isSuspect(at.activator().state());
      var held = at.lock(isSuspect ? SUSPECT_PATIENCE : PATIENCE);
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
    if (at.own().isSuspect(state)) {
      return Optional.of(before(state.get()));
    }
    Optional<Path> used = counts ? at.own().usedInstead(state) : Optional.empty();
    if (used.isPresent()) {
      return used;
    }
    boolean isOnTrial = at.own().isOnTrial(state);
    if (isOnTrial && counts && !at.trial().start()) {
      String why = "it was started " + TrialCounter.STARTS + " times and did not prove itself";
      at.activator().beginUndo(state.get().undoing(why, false, at.clock().instant()));
      return Optional.of(before(state.get()));
    }
    at.own().recover();
    return Optional.empty();
  }

  private Path before(UpdateState state) throws IOException {
    if (!at.slots().isSealed(state.from())) {
      throw new IOException("the release before, " + state.from() + ", is not there any more");
    }
    return at.slots().folder(state.from()).resolve("bin/voltad");
  }
}

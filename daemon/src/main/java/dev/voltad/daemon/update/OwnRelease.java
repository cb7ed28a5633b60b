package dev.voltad.daemon.update;

import dev.voltad.migrate.install.Slots;
import dev.voltad.protocol.UpdatePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the release that runs is to the update that is under way in its home: what a program must
 * not do depends on whether it is the one that is tried. Immutable.
 */
final class OwnRelease {
  private final Slots slots;
  private final Activator activator;
  private final Optional<String> slot;

  /**
   * @param slot that this program is of; empty if it is of none of the home
   */
  OwnRelease(Slots slots, Activator activator, Optional<String> slot) {
    this.slots = slots;
    this.activator = activator;
    this.slot = slot;
  }

  /**
   * Ends what a run before was cut off from, under {@code self/update.lock}.
   *
   * @throws UpdateException also if this very release is to be taken back, which it must not do
   *     itself: it takes the layout that it has made for one that may stay
   */
  void recover() throws UpdateException, IOException, InterruptedException {
    if (isSuspect(activator.state())) {
      throw new UpdateException(
          UpdateException.Kind.REFUSED,
          "this release is to be taken back, which the one before has to do",
          "Run `volta self rollback` again, or `volta daemon stop` and `volta daemon start`.");
    }
    if (isReplaced()) {
      throw new UpdateException(
          UpdateException.Kind.REFUSED,
          "another release was installed, which has to end the update before",
          "Run `volta daemon stop` and `volta daemon start`.");
    }
    activator.recover();
  }

  /** Whether a third release, which is not this one, has taken the place of both. */
  private boolean isReplaced() throws IOException {
    Optional<UpdateState> state = activator.state();
    return state.isPresent()
        && activator.isSuperseded(state.get())
        && !slots.current().equals(slot);
  }

  /** Whether this very release is to be taken back, by the one before. */
  boolean isSuspect(Optional<UpdateState> state) throws IOException {
    return state.isPresent()
        && state.map(UpdateState::to).equals(slot)
        && isToBeTakenBack(state.get());
  }

  /** Whether nothing but taking it back is left to do with a release. */
  private boolean isToBeTakenBack(UpdateState now) throws IOException {
    if (activator.isSuperseded(now)) {
      return false;
    }
    return switch (now.phase()) {
      case MIGRATING, UNDOING -> true;
      case TRIAL -> !slots.current().equals(Optional.of(now.to()));
      case COMMITTED -> false;
    };
  }

  /** Whether this very release has to prove itself. */
  boolean isOnTrial(Optional<UpdateState> state) throws IOException {
    Optional<UpdateState> trial = state.filter(it -> it.phase() == UpdatePhase.TRIAL);
    return trial.isPresent() && trial.map(UpdateState::to).equals(slot);
  }

  /**
   * The daemon of the release that the home uses, if that is another: it took the place of this one
   * while this one was started. Not if this one has to take it back.
   */
  Optional<Path> usedInstead(Optional<UpdateState> state) throws IOException {
    boolean isForUs = state.isPresent() && isToBeTakenBack(state.get());
    return slots
        .current()
        .filter(used -> slot.isPresent() && !isForUs && !used.equals(slot.get()))
        .map(used -> slots.folder(used).resolve("bin/voltad"));
  }
}

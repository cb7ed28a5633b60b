package dev.voltad.daemon.update;

import dev.voltad.migrate.install.Slots;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.UpdatePhase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Goes back to the release before because a person asks for it. It is that release which takes the
 * other one back: its daemon is started as a successor, finds the state {@code undoing}, undoes,
 * and serves.
 */
final class Rollback {
  static final String TITLE = "Could not go back to the release before.";
  static final String REASON = "a person took it back";

  /** An undo of a home with a million links takes long. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Duration READY_LIMIT = Duration.ofSeconds(30);

  private final UpdateHome at;
  private final Shift shift;

  Rollback(UpdateHome at, Shift shift) {
    this.at = at;
    this.shift = shift;
  }

  /** Why it cannot be; empty if it can, also if that was tried and did not get to its end. */
  static Optional<Problem> refusal(UpdateHome at, Optional<UpdateState> state) throws IOException {
    boolean isActivated = state.filter(it -> it.phase() != UpdatePhase.MIGRATING).isPresent();
    if (!isActivated || at.activator().isSuperseded(state.get())) {
      return Optional.of(
          new Problem(
              TITLE,
              "No update was made within the last "
                  + Slots.KEPT.toDays()
                  + " days, or another release was installed since.",
              ProblemCode.REFUSED_BY_POLICY,
              "Install the release that you want with its `install.sh`."));
    }
    if (!at.slots().isSealed(state.get().from())) {
      return Optional.of(
          new Problem(
              TITLE,
              "The release before, " + state.get().from() + ", is not there any more.",
              ProblemCode.REFUSED_BY_POLICY,
              "Install it with its `install.sh`."));
    }
    return Optional.empty();
  }

  /** Writes it down; from here on whoever starts goes on with it. */
  void begin(UpdateState state) throws UpdateException, IOException, InterruptedException {
    var held = at.lock();
    try {
      at.activator().beginUndo(state.undoing(REASON, true, at.clock().instant()));
    } finally {
      held.close();
    }
  }

  /**
   * Starts the daemon before, which undoes and serves.
   *
   * @return it, serving
   * @throws UpdateException if it does not come to that; this daemon serves on, and the state may
   *     say that going back is not done
   */
  Successor handOver(UpdateState state) throws UpdateException, IOException, InterruptedException {
    Map<String, String> changes =
        Map.of(
            "VOLTA_HOME",
            at.home().toString(),
            "VOLTA_INSTALL_DIR",
            at.home().resolve("self/current/bin").toString());
    Successor before = null;
    try {
      before = Successor.start(at.slots().folder(state.from()), changes, shift.isSocketInherited());
      before.await(HandoverWord.READY, READY_LIMIT);
      begin(state);
      shift.release();
      before.await(HandoverWord.HEALTHY, LIMIT);
      return before;
    } catch (BadReleaseException e) {
      Successor.end(before);
      shift.takeBack();
      throw new UpdateException(
          UpdateException.Kind.REFUSED,
          "the release before did not take over: " + e.getMessage(),
          "This one serves on. Try again, or run `volta daemon stop` and `volta daemon start`.");
    } catch (UpdateException | IOException | InterruptedException e) {
      Successor.end(before); // or it would serve once we have ended
      throw e;
    }
  }
}

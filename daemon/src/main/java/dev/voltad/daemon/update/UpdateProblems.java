package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Version;
import dev.voltad.daemon.update.UpdateEnd.Reached;
import dev.voltad.protocol.Gate;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest.Action;
import java.util.Optional;

/** Why an update was not done, in words. */
final class UpdateProblems {
  static final String TITLE = "Could not update the programs.";

  private UpdateProblems() {}

  /** How a look ended that put nothing in place. */
  static String outcome(UpdateEnd end) {
    if (end.reached() == Reached.STAGED) {
      return "staged";
    }
    return isUpToDate(end.report()) ? "up-to-date" : "checked";
  }

  private static boolean isUpToDate(UpdateReport seen) {
    return seen.release().isEmpty() && seen.newest().isEmpty();
  }

  /**
   * Whoever asks for more than may be done hears why; the daemon itself only writes it down.
   *
   * @param to the version that was asked for by name
   */
  static Optional<Problem> refusal(
      UpdateEnd end, Action action, Asker asker, Optional<Version> to) {
    if (asker != Asker.PERSON || action == Action.CHECK) {
      return Optional.empty();
    }
    if (end.reached() == Reached.WAITS) {
      return Optional.of(waits());
    }
    boolean isDone =
        to.map(it -> it.isSame(Version.parse(end.report().version())))
            .orElse(isUpToDate(end.report()));
    return isDone ? Optional.empty() : end.report().firstClosed().map(UpdateProblems::refused);
  }

  private static Problem waits() {
    return new Problem(
        TITLE,
        "Another release is on trial.",
        ProblemCode.REFUSED_BY_POLICY,
        "Ask again when it has proved itself; see `volta self status`.");
  }

  private static Problem refused(Gate gate) {
    return new Problem(
        TITLE,
        "The gate `" + gate.id() + "` is closed: " + gate.value() + ".",
        ProblemCode.REFUSED_BY_POLICY,
        "See `volta why` for all of them.");
  }

  static Problem bad(BadReleaseException e) {
    return new Problem(
        TITLE,
        "The release was tried and failed: " + e.getMessage() + ".",
        ProblemCode.REFUSED_BY_POLICY,
        "It is not tried again; the one before is used. A newer one is taken when there is one.");
  }

  static Problem stopped() {
    return new Problem(
        TITLE, "The daemon stops.", ProblemCode.BUSY, "It goes on when the daemon runs again.");
  }

  static Problem handedOver() {
    return new Problem(
        TITLE,
        "The daemon of another release took over before it was this job's turn.",
        ProblemCode.BUSY,
        "Ask again: it serves already.");
  }

  static Problem ofBug(RuntimeException e) {
    return new Problem(
        TITLE,
        "An error of this program: " + e,
        ProblemCode.INTERNAL,
        "Report it with the daemon's log.");
  }
}

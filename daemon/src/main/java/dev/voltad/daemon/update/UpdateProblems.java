package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Situation.Asker;
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

  /** How a look ended that took nothing. */
  static String outcome(UpdateReport seen, Action action) {
    if (isUpToDate(seen)) {
      return "up-to-date";
    }
    return action == Action.CHECK ? "checked" : "staged";
  }

  static boolean isUpToDate(UpdateReport seen) {
    return seen.release().isEmpty() && seen.newest().isEmpty();
  }

  /** Whoever asks for more than may be done hears why; the daemon itself only writes it down. */
  static Optional<Problem> refusal(UpdateReport seen, Action action, Asker asker) {
    boolean isTold = asker == Asker.PERSON && action != Action.CHECK && !isUpToDate(seen);
    return seen.firstClosed().filter(gate -> isTold).map(UpdateProblems::refused);
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

package dev.voltad.daemon.server;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.UpdateRequest;

/**
 * The resources {@code /v1/updates} and {@code /v1/rollbacks}. This release does not update itself:
 * what is asked for is read and checked, so that a client learns the right form now, and refused.
 */
final class UpdateResources {

  void update(Request request, Responder responder) {
    try {
      UpdateRequest asked = UpdateRequest.of(request.body());
      responder.problem(notYet("do the update action " + asked.action().id()));
    } catch (IllegalArgumentException e) {
      responder.problem(PolicyResources.badBody("update", e, "{\"action\": \"check\"}"));
    }
  }

  void rollBack(Request request, Responder responder) {
    try {
      UpdateRequest.requireEmpty(request.body());
      responder.problem(notYet("roll back to the release before"));
    } catch (IllegalArgumentException e) {
      responder.problem(PolicyResources.badBody("roll back", e, "{}"));
    }
  }

  private static Problem notYet(String what) {
    return new Problem(
        "Could not " + what + ".",
        "This release does not update itself yet.",
        ProblemCode.NOT_IMPLEMENTED,
        "Install a newer release over this one, then run `volta daemon stop` and `volta daemon"
            + " start`.");
  }
}

package dev.voltad.daemon.server;

import dev.voltad.protocol.Hold;
import dev.voltad.protocol.HoldState;
import dev.voltad.protocol.PolicyState;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Settings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The resources {@code /v1/hold} and {@code /v1/policy}. Read from what the daemon knows; changed
 * on the job thread, and answered when that is done.
 */
final class PolicyResources {
  private final Api.Backend backend;

  PolicyResources(Api.Backend backend) {
    this.backend = backend;
  }

  void showHold(Request request, Responder responder) {
    responder.json(200, holdNow());
  }

  void hold(Request request, Responder responder) {
    try {
      Hold asked = Hold.asked(request.body(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
      changeHold(Optional.of(asked), responder);
    } catch (IllegalArgumentException e) {
      responder.problem(badBody("hold the home", e, "{\"until\": \"2026-12-01T08:00:00Z\"}"));
    }
  }

  void unhold(Request request, Responder responder) {
    changeHold(Optional.empty(), responder);
  }

  private void changeHold(Optional<Hold> hold, Responder responder) {
    backend.hold(hold, problem -> answer(responder, problem, this::holdNow));
  }

  void showPolicy(Request request, Responder responder) {
    answer(responder, backend.policyProblem(), this::policyNow);
  }

  void set(Request request, Responder responder) {
    try {
      Settings settings = Settings.asked(request.body());
      backend.settings(settings, problem -> answer(responder, problem, this::policyNow));
    } catch (IllegalArgumentException e) {
      responder.problem(badBody("change the policy", e, "{\"idleExit\": \"30m\"}"));
    }
  }

  private static void answer(Responder responder, Optional<Problem> problem, Supplier<Object> now) {
    problem.ifPresentOrElse(responder::problem, () -> responder.json(200, now.get()));
  }

  private HoldState holdNow() {
    Instant now = Instant.now();
    return HoldState.of(backend.policy().hold().filter(hold -> hold.isOn(now)));
  }

  private PolicyState policyNow() {
    return PolicyState.of(backend.policy(), Instant.now());
  }

  static Problem badBody(String what, IllegalArgumentException why, String example) {
    return new Problem(
        "Could not " + what + ".",
        "The body of the request is wrong: " + why.getMessage() + ".",
        ProblemCode.BAD_REQUEST,
        "Send a JSON object, for example " + example + ".");
  }
}

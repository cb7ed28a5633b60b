package dev.voltad.daemon.server;

import dev.voltad.protocol.UpdateRequest;

/** The resources {@code /v1/updates} and {@code /v1/rollbacks}. */
final class UpdateResources {
  private final Api.Backend backend;

  UpdateResources(Api.Backend backend) {
    this.backend = backend;
  }

  void show(Request request, Responder responder) {
    responder.json(200, backend.updates());
  }

  void update(Request request, Responder responder) {
    try {
      UpdateRequest asked = UpdateRequest.of(request.body());
      Api.start(request, responder, waiter -> backend.update(asked, waiter));
    } catch (IllegalArgumentException e) {
      responder.problem(PolicyResources.badBody("update", e, "{\"action\": \"check\"}"));
    }
  }

  void rollBack(Request request, Responder responder) {
    try {
      UpdateRequest.requireEmpty(request.body());
      Api.start(request, responder, backend::rollBack);
    } catch (IllegalArgumentException e) {
      responder.problem(PolicyResources.badBody("roll back", e, "{}"));
    }
  }
}

package dev.voltad.daemon.server;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.util.List;

/** Which resource answers a request: one table. Immutable. */
final class Router {

  /** Answers one kind of request, on the network thread: from the state, never from the disk. */
  interface Handler {
    void handle(Request request, Responder responder);
  }

  /** One line of the table. */
  record Route(String method, String path, Handler handler) {}

  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  void route(Request request, Responder responder) {
    boolean isKnown = false;
    for (Route route : routes) {
      if (route.path().equals(request.path())) {
        isKnown = true;
        if (route.method().equals(request.method())) {
          route.handler().handle(request, responder);
          return;
        }
      }
    }
    responder.problem(isKnown ? wrongMethod(request) : unknown(request));
  }

  private static Problem unknown(Request request) {
    return new Problem(
        "Could not answer " + request.method() + " " + request.path() + ".",
        "There is no such resource.",
        ProblemCode.NO_SUCH_RESOURCE,
        "See docs/protocol.md for the resources.");
  }

  private static Problem wrongMethod(Request request) {
    return new Problem(
        "Could not answer " + request.method() + " " + request.path() + ".",
        "The resource does not take this method.",
        ProblemCode.METHOD_NOT_ALLOWED,
        "See docs/protocol.md for the resources.");
  }
}

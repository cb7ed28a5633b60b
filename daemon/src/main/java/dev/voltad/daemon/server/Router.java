package dev.voltad.daemon.server;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;

/** Which resource answers a request: one table. Immutable. */
final class Router {

  /** Answers one kind of request, on the network thread: from the state, never from the disk. */
  interface Handler {
    void handle(Request request, Responder responder);
  }

  /**
   * One line of the table.
   *
   * @param path one that ends in a slash stands for each that has one more segment
   */
  record Route(String method, String path, Handler handler) {

    boolean isOf(String wanted) {
      return path.endsWith("/")
          ? wanted.startsWith(path)
              && wanted.length() > path.length()
              && wanted.indexOf('/', path.length()) < 0
          : path.equals(wanted);
    }
  }

  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  List<Route> routes() {
    return routes;
  }

  void route(Request request, Responder responder) {
    List<String> allowed = new ArrayList<>();
    for (Route route : routes) {
      if (route.isOf(request.path())) {
        allowed.add(route.method());
        if (route.method().equals(request.method())) {
          route.handler().handle(request, responder);
          return;
        }
      }
    }
    if (allowed.isEmpty()) {
      responder.problem(unknown(request));
    } else {
      String methods = String.join(", ", allowed);
      responder.header(HttpHeaderNames.ALLOW, methods).problem(wrongMethod(request, methods));
    }
  }

  private static Problem unknown(Request request) {
    return new Problem(
        "Could not answer " + request.method() + " " + request.path() + ".",
        "There is no such resource.",
        ProblemCode.NO_SUCH_RESOURCE,
        "See docs/protocol.md for the resources.");
  }

  private static Problem wrongMethod(Request request, String allowed) {
    return new Problem(
        "Could not answer " + request.method() + " " + request.path() + ".",
        "The resource takes " + allowed + " only.",
        ProblemCode.METHOD_NOT_ALLOWED,
        "See docs/protocol.md for the resources.");
  }
}

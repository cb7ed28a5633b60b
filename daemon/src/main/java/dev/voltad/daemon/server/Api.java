package dev.voltad.daemon.server;

import dev.voltad.daemon.job.Migrations;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import dev.voltad.protocol.Status;
import dev.voltad.protocol.StatusText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The resources of the local API: {@code docs/protocol.md}. */
public final class Api {
  private final Supplier<Status> status;
  private final Migrations migrations;
  private final Runnable stop;

  /**
   * @param status the status now; called on the network thread
   * @param stop begins the daemon's end; must return at once
   */
  public Api(Supplier<Status> status, Migrations migrations, Runnable stop) {
    this.status = status;
    this.migrations = migrations;
    this.stop = stop;
  }

  Router router() {
    return new Router(
        List.of(
            new Router.Route("GET", Resources.STATUS, this::status),
            new Router.Route("POST", Resources.MIGRATIONS, this::migrate),
            new Router.Route("POST", Resources.STOP, this::stop)));
  }

  private void status(Request request, Responder responder) {
    Status now = status.get();
    responder.header(Resources.HEALTHY_HEADER, now.healthy());
    if (request.wantsText()) {
      responder.text(StatusText.of(now, Instant.now()));
    } else {
      responder.json(200, now);
    }
  }

  private void migrate(Request request, Responder responder) {
    if (request.wantsToWait()) {
      Responder.Events[] events = new Responder.Events[1];
      Optional<Job> taken =
          migrations.request(
              event -> {
                if (events[0] == null) {
                  events[0] = responder.events(); // the first event comes within request()
                }
                events[0].send(event);
              });
      if (taken.isEmpty()) {
        responder.problem(busy());
      }
      return;
    }
    Optional<Job> taken = migrations.request(event -> {});
    if (taken.isPresent()) {
      responder.json(202, taken.get());
    } else {
      responder.problem(busy());
    }
  }

  private void stop(Request request, Responder responder) {
    responder.json(202, status.get());
    stop.run();
  }

  private static Problem busy() {
    return new Problem(
        "Could not take another job.",
        "The queue of the daemon is full.",
        ProblemCode.BUSY,
        "Try again in a moment.");
  }
}

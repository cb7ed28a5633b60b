package dev.voltad.daemon.server;

import dev.voltad.daemon.job.Migrations;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.JobList;
import dev.voltad.protocol.LockState;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.Status;
import dev.voltad.protocol.StatusText;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The resources of the local API: {@code docs/protocol.md}. */
public final class Api {
  private static final String METRICS_TYPE =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** Each may stay for days, and 64 connections are all there are. */
  private static final int MAX_STREAMS = 16;

  /** What the rest of the daemon does for the API. All return at once. */
  public interface Backend {
    Status status();

    /** As it was read last. */
    Policy policy();

    /** Why it could not be read. */
    Optional<Problem> policyProblem();

    /**
     * Writes a hold down, or ends it.
     *
     * @param done hears later, on another thread, why that could not be done, if so
     */
    void hold(Optional<Hold> hold, Consumer<Optional<Problem>> done);

    /** As {@link #hold(Optional, Consumer)}, with the settings of a person. */
    void settings(Settings settings, Consumer<Optional<Problem>> done);

    /** Who holds the lock, told later, on another thread: it is read from disk. */
    void lock(Consumer<LockState> answer);

    /** What is known of releases. */
    UpdateReport updates();

    /**
     * Starts an update, or joins the one that is under way.
     *
     * @param waiter hears how it gets on, on other threads, until {@link JobEvent#isLast}
     * @return the job as it is now; empty if there is no room for another
     * @throws IllegalArgumentException if it asks for no version
     */
    Optional<Job> update(UpdateRequest asked, Consumer<JobEvent> waiter);

    /** As {@link #update}, back to the release before. */
    Optional<Job> rollBack(Consumer<JobEvent> waiter);

    /** The update or rollback that is under way. */
    Optional<Job> updateJob();

    /** In the OpenMetrics text format. */
    String metrics();

    /** Takes up what a person has changed by hand. */
    void reload();

    /** Begins the daemon's end. */
    void stop();
  }

  private final Backend backend;
  private final Migrations migrations;
  private final Traffic traffic;
  private final PolicyResources policies;
  private final UpdateResources updates;

  public Api(Backend backend, Migrations migrations, Traffic traffic) {
    this.backend = backend;
    this.migrations = migrations;
    this.traffic = traffic;
    this.policies = new PolicyResources(backend);
    this.updates = new UpdateResources(backend);
  }

  Traffic traffic() {
    return traffic;
  }

  Router router() {
    return new Router(
        List.of(
            new Router.Route("GET", Resources.STATUS, this::status),
            new Router.Route("GET", Resources.EVENTS, this::events),
            new Router.Route("POST", Resources.MIGRATIONS, this::migrate),
            new Router.Route("POST", Resources.REPAIRS, this::repair),
            new Router.Route("GET", Resources.UPDATES, updates::show),
            new Router.Route("POST", Resources.UPDATES, updates::update),
            new Router.Route("POST", Resources.ROLLBACKS, updates::rollBack),
            new Router.Route("GET", Resources.JOBS, this::jobs),
            new Router.Route("GET", Resources.JOBS + "/", this::job),
            new Router.Route("GET", Resources.HOLD, policies::showHold),
            new Router.Route("PUT", Resources.HOLD, policies::hold),
            new Router.Route("DELETE", Resources.HOLD, policies::unhold),
            new Router.Route("GET", Resources.POLICY, policies::showPolicy),
            new Router.Route("PUT", Resources.POLICY, policies::set),
            new Router.Route("GET", Resources.LOCK, this::lock),
            new Router.Route("GET", Resources.METRICS, this::metrics),
            new Router.Route("POST", Resources.RELOAD, this::reload),
            new Router.Route("POST", Resources.STOP, this::stop)));
  }

  private void status(Request request, Responder responder) {
    Status now = backend.status();
    responder.header(Resources.HEALTHY_HEADER, now.healthy());
    if (request.wantsText()) {
      responder.text(StatusText.of(now, Instant.now()));
    } else {
      responder.json(200, now);
    }
  }

  private void events(Request request, Responder responder) {
    if (traffic.streams() >= MAX_STREAMS) {
      responder.problem(busy("follow the events", MAX_STREAMS + " follow them already."));
    } else {
      StatusStream.begin(
          responder.begin(StatusStream.MEDIA_TYPE), backend::status, migrations.board(), traffic);
    }
  }

  private void migrate(Request request, Responder responder) {
    start(request, responder, migrations::request);
  }

  private void repair(Request request, Responder responder) {
    start(request, responder, migrations::requestRepair);
  }

  static void start(
      Request request, Responder responder, Function<Consumer<JobEvent>, Optional<Job>> ask) {
    Optional<Job> taken;
    if (request.wantsToWait()) {
      Responder.Events[] events = new Responder.Events[1];
      taken =
          ask.apply(
              event -> {
                if (events[0] == null) {
                  events[0] = responder.events(); // the first event comes within the call
                }
                events[0].send(event);
              });
    } else {
      taken = ask.apply(event -> {});
      taken.ifPresent(job -> responder.json(202, job));
    }
    if (taken.isEmpty()) {
      responder.problem(busy("take another job", "The queue of the daemon is full."));
    }
  }

  private void jobs(Request request, Responder responder) {
    responder.json(200, new JobList(Status.SCHEMA, allJobs()));
  }

  private void job(Request request, Responder responder) {
    allJobs().stream()
        .filter(job -> job.id().equals(request.lastSegment()))
        .findFirst()
        .ifPresentOrElse(
            job -> responder.json(200, job),
            () ->
                responder.problem(
                    new Problem(
                        "Could not find job " + request.lastSegment() + ".",
                        "There is none of that id among the last hundred.",
                        ProblemCode.NO_SUCH_RESOURCE,
                        "GET " + Resources.JOBS + " lists them.")));
  }

  private List<Job> allJobs() {
    List<Job> jobs = new ArrayList<>(migrations.log().jobs());
    migrations.state().job().ifPresent(jobs::add);
    backend.updateJob().ifPresent(jobs::add);
    return jobs;
  }

  private void lock(Request request, Responder responder) {
    backend.lock(state -> responder.json(200, state));
  }

  private void metrics(Request request, Responder responder) {
    responder.text(METRICS_TYPE, backend.metrics());
  }

  private void reload(Request request, Responder responder) {
    Status before = backend.status();
    backend.reload();
    responder.json(202, before);
  }

  private void stop(Request request, Responder responder) {
    responder.json(202, backend.status());
    backend.stop();
  }

  private static Problem busy(String what, String why) {
    return new Problem("Could not " + what + ".", why, ProblemCode.BUSY, "Try again in a moment.");
  }
}

package dev.voltad.daemon;

import dev.voltad.daemon.job.DaemonState;
import dev.voltad.daemon.job.HomeLook;
import dev.voltad.daemon.job.JobRunner;
import dev.voltad.daemon.job.Migrations;
import dev.voltad.daemon.os.ProcessFacts;
import dev.voltad.daemon.server.Api;
import dev.voltad.daemon.server.Traffic;
import dev.voltad.daemon.update.Updates;
import dev.voltad.daemon.watch.HomeWatcher;
import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.protocol.DaemonInfo;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.LockState;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.Status;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What the API asks of the rest. Thread-safe; nothing in it touches the disk. */
final class ApiBackend implements Api.Backend {

  /** What the daemon consists of, as far as the API asks. */
  record Parts(
      Path home,
      Path socket,
      Instant started,
      JobRunner runner,
      Migrations migrations,
      HomeWatcher watcher,
      PolicyKeeper policy,
      Updates updates,
      Traffic traffic) {}

  private final Parts parts;
  private final PolicyWriter writer;
  private final Runnable reload;
  private final Runnable stop;

  ApiBackend(Parts parts, Runnable reload, Runnable stop) {
    this.parts = parts;
    this.writer = new PolicyWriter(parts.home(), parts.runner(), parts.policy()::read);
    this.reload = reload;
    this.stop = stop;
  }

  @Override
  public Status status() {
    Instant now = Instant.now();
    DaemonState state = parts.migrations().state();
    Optional<Hold> hold = parts.policy().hold();
    Optional<Problem> problem =
        state.problem().or(parts.policy()::problem).or(() -> hold.flatMap(it -> heldUp(state, it)));
    return new Status(
        Status.SCHEMA,
        state.home().condition().isHealthy() && problem.isEmpty(),
        Optional.of(daemon(state, now)),
        state.home(),
        hold,
        state.job(),
        state.lastJob(),
        problem);
  }

  private DaemonInfo daemon(DaemonState state, Instant now) {
    return new DaemonInfo(
        Main.version(),
        ProcessHandle.current().pid(),
        parts.started(),
        Math.max(0, Duration.between(parts.started(), now).toSeconds()),
        parts.socket().toString(),
        parts.watcher().mode(),
        ProcessFacts.residentBytes(),
        state.looked(),
        state.nextTry().or(parts.watcher()::nextLook));
  }

  /** A hold is nothing wrong, but a home that stays outdated because of one is. */
  private static Optional<Problem> heldUp(DaemonState state, Hold hold) {
    String what = "Could not bring " + state.home().path() + " up to date.";
    String held = "It is on hold, " + hold.text();
    return switch (state.home().condition()) {
      case OUTDATED ->
          Optional.of(
              new Problem(
                  what,
                  held + ".",
                  ProblemCode.REFUSED_BY_POLICY,
                  "Run `volta self unhold`, or `volta repair` to have it done once."));
      case UNREADABLE ->
          Optional.of(
              new Problem(
                  what,
                  held + "; and " + state.home().evidence() + ".",
                  ProblemCode.REFUSED_BY_POLICY,
                  "See `volta doctor`."));
      case CURRENT, MIGRATING, FAILED, HELD_BACK, ABSENT -> Optional.empty();
    };
  }

  @Override
  public void lock(Consumer<LockState> answer) {
    parts
        .runner()
        .aside(
            () -> answer.accept(LockState.of(HomeLock.holder(parts.home()).map(HomeLook::lock))));
  }

  @Override
  public Policy policy() {
    return parts.policy().policy();
  }

  @Override
  public Optional<Problem> policyProblem() {
    return parts.policy().problem();
  }

  @Override
  public void hold(Optional<Hold> hold, Consumer<Optional<Problem>> done) {
    writer.change(before -> Policy.withHold(before, hold), done);
  }

  @Override
  public void settings(Settings settings, Consumer<Optional<Problem>> done) {
    writer.change(before -> Policy.withSettings(before, settings), done);
  }

  @Override
  public UpdateReport updates() {
    return parts.updates().report();
  }

  @Override
  public Optional<Job> update(UpdateRequest asked, Consumer<JobEvent> waiter) {
    return parts.updates().request(asked.action(), asked.to(), waiter);
  }

  @Override
  public Optional<Job> rollBack(Consumer<JobEvent> waiter) {
    return parts.updates().rollBack(waiter);
  }

  @Override
  public Optional<Job> updateJob() {
    return parts.updates().job();
  }

  @Override
  public String metrics() {
    return Metrics.of(status(), parts.migrations().log(), parts.traffic());
  }

  @Override
  public void reload() {
    reload.run();
  }

  @Override
  public void stop() {
    stop.run();
  }
}

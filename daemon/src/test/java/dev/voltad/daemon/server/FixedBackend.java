package dev.voltad.daemon.server;

import dev.voltad.daemon.job.JobRunner;
import dev.voltad.daemon.job.Migrations;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.LockState;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.Status;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest;
import java.util.Optional;
import java.util.function.Consumer;

/** The rest of a daemon that has no policy and no lock: for tests of the server alone. */
final class FixedBackend implements Api.Backend {
  private final Migrations migrations;
  private final JobRunner runner;
  private final Runnable onStop;

  FixedBackend(Migrations migrations, JobRunner runner, Runnable onStop) {
    this.migrations = migrations;
    this.runner = runner;
    this.onStop = onStop;
  }

  @Override
  public Status status() {
    return new Status(
        Status.SCHEMA,
        true,
        Optional.empty(),
        migrations.state().home(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Policy policy() {
    return Policy.NONE;
  }

  @Override
  public Optional<Problem> policyProblem() {
    return Optional.empty();
  }

  @Override
  public void hold(Optional<Hold> hold, Consumer<Optional<Problem>> done) {
    done.accept(Optional.empty());
  }

  @Override
  public void settings(Settings settings, Consumer<Optional<Problem>> done) {
    done.accept(Optional.empty());
  }

  @Override
  public UpdateReport updates() {
    return UpdateReport.of("0.1.0", "stable");
  }

  @Override
  public Optional<Job> update(UpdateRequest asked, Consumer<JobEvent> waiter) {
    return Optional.empty();
  }

  @Override
  public Optional<Job> rollBack(Consumer<JobEvent> waiter) {
    return Optional.empty();
  }

  @Override
  public Optional<Job> updateJob() {
    return Optional.empty();
  }

  @Override
  public void lock(Consumer<LockState> answer) {
    runner.aside(() -> answer.accept(LockState.of(Optional.empty())));
  }

  @Override
  public String metrics() {
    return "# EOF\n";
  }

  @Override
  public void reload() {}

  @Override
  public void stop() {
    onStop.run();
  }
}

package dev.voltad.daemon.job;

import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * What the daemon knows at one moment. Immutable; replaced whole.
 *
 * @param home as it was last seen
 * @param job what is queued or runs
 * @param lastJob what ended last
 * @param problem what is wrong
 * @param looked when the home was looked at last
 * @param nextTry when what failed is tried again
 */
public record DaemonState(
    HomeInfo home,
    Optional<Job> job,
    Optional<Job> lastJob,
    Optional<Problem> problem,
    Optional<Instant> looked,
    Optional<Instant> nextTry) {

  static DaemonState first(HomeInfo home) {
    return new DaemonState(
        home,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A job is at work, or waits to be. */
  DaemonState with(HomeInfo migrating, Job running) {
    return new DaemonState(migrating, Optional.of(running), lastJob, problem, looked, nextTry);
  }

  /** The home was looked at, and there is nothing to do. */
  DaemonState atRest(HomeInfo now, Instant when) {
    return new DaemonState(
        now, Optional.empty(), lastJob, Optional.empty(), Optional.of(when), Optional.empty());
  }

  /** A job has ended, and the home was looked at after it. */
  DaemonState after(Job ended, HomeInfo now, Instant when, Optional<Instant> again) {
    return new DaemonState(
        now, Optional.empty(), Optional.of(ended), ended.problem(), Optional.of(when), again);
  }
}

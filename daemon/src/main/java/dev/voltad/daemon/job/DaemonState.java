package dev.voltad.daemon.job;

import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.Problem;
import java.util.Optional;

/**
 * What the daemon knows at one moment. Immutable; replaced whole by the job thread.
 *
 * @param home as it was last seen
 * @param job what is queued or runs
 * @param lastJob what ended last
 * @param problem what is wrong
 */
public record DaemonState(
    HomeInfo home, Optional<Job> job, Optional<Job> lastJob, Optional<Problem> problem) {}

package dev.voltad.protocol;

import java.util.Optional;

/**
 * The answer to {@code GET /v1/status} and {@code volta daemon status --json}.
 *
 * @param schema of this object; fields are only ever added
 * @param healthy whether a person has nothing to do
 * @param daemon empty if none runs; then the rest was read from disk
 * @param hold why nothing is done of its own accord, if that is so
 * @param job what runs now
 * @param lastJob what ended last
 * @param problem what is wrong
 */
public record Status(
    int schema,
    boolean healthy,
    Optional<DaemonInfo> daemon,
    HomeInfo home,
    Optional<Hold> hold,
    Optional<Job> job,
    Optional<Job> lastJob,
    Optional<Problem> problem) {
  /** The schema that this program writes. */
  public static final int SCHEMA = 1;
}

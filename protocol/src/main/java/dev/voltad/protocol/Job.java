package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One piece of work of the daemon.
 *
 * @param id unique in a home, and higher for a later job: the time and a number
 * @param kind {@code migrate} or {@code repair}
 * @param trigger why it was begun: {@code start}, {@code watch}, {@code request} or {@code retry}
 * @param phase {@code queued}, then what it is at, for example {@code applying}; {@code done} at
 *     the end
 * @param done operations applied
 * @param total operations to apply; zero while that is not known
 * @param started when it was asked for
 * @param ended when it was done
 * @param outcome how it ended well, for example {@code migrated}
 * @param problem how it ended badly
 */
public record Job(
    String id,
    String kind,
    String trigger,
    String phase,
    int done,
    int total,
    Instant started,
    Optional<Instant> ended,
    Optional<String> outcome,
    Optional<Problem> problem) {

  /** How much of it is done, from 0 to 100; empty while that is not known. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public OptionalInt percent() {
    return total == 0 ? OptionalInt.empty() : OptionalInt.of((int) (100L * done / total));
  }

  /** A job that waits for its turn. */
  public static Job queued(String id, String kind, String trigger, Instant now) {
    return new Job(
        id,
        kind,
        trigger,
        "queued",
        0,
        0,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same job, at another phase. */
  public Job at(String nextPhase) {
    return new Job(id, kind, trigger, nextPhase, done, total, started, ended, outcome, problem);
  }

  /** The same job, so far on. */
  public Job progress(int nowDone, int nowTotal) {
    return new Job(id, kind, trigger, phase, nowDone, nowTotal, started, ended, outcome, problem);
  }

  /** The same job, ended well. */
  public Job endedWith(String how, int operations, Instant now) {
    return new Job(
        id,
        kind,
        trigger,
        "done",
        operations,
        operations,
        started,
        Optional.of(now),
        Optional.of(how),
        Optional.empty());
  }

  /** The same job, ended badly. */
  public Job failedWith(Problem why, Instant now) {
    return new Job(
        id,
        kind,
        trigger,
        "done",
        done,
        total,
        started,
        Optional.of(now),
        Optional.empty(),
        Optional.of(why));
  }
}

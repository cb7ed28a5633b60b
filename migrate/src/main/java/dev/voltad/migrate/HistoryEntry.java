package dev.voltad.migrate;

import java.time.Instant;
import java.util.Optional;

/**
 * What one run did to a home: one line of {@code self/history.jsonl}.
 *
 * @param kind {@code migrate}, {@code repair}, {@code undo}, {@code update} or {@code rollback}
 * @param program which did it, for example {@code voltad}
 * @param trigger why, for example {@code watch}; {@code command} for a person or a shim
 * @param outcome as in {@link MigrationResult.Outcome}, in lower case; {@code failed}
 * @param from the layout before, if it could be told; of an update the version
 * @param to the layout after; of an update the version
 * @param operations how many were done
 * @param journal the id of the journal that can be undone
 * @param failure why it failed
 */
public record HistoryEntry(
    Instant started,
    Instant ended,
    String kind,
    String program,
    String trigger,
    String outcome,
    Optional<String> from,
    Optional<String> to,
    int operations,
    Optional<String> journal,
    Optional<Failure> failure) {

  /**
   * Why a run failed.
   *
   * @param kind for example {@code filesystem}
   */
  public record Failure(String kind, String why, String next) {}
}

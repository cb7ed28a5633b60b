package dev.voltad.migrate;

import dev.voltad.migrate.MigrationResult.Outcome;
import dev.voltad.migrate.journal.Journal;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Finding;
import dev.voltad.migrate.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The results a {@link Migrator} gives. */
final class Results {
  private Results() {}

  static MigrationResult upToDate(Instant start) {
    return upToDate(List.of(), start);
  }

  static MigrationResult upToDate(List<Finding> findings, Instant start) {
    return new MigrationResult(
        Outcome.UP_TO_DATE,
        Optional.of(LayoutVersion.CURRENT),
        LayoutVersion.CURRENT,
        "marker layout." + LayoutVersion.CURRENT.id(),
        Optional.empty(),
        0,
        findings,
        Duration.between(start, Instant.now()));
  }

  /** Of a run whose plan {@code done} was applied, and which then planned {@code last}. */
  static MigrationResult of(Plan done, Plan last, Instant start) {
    Outcome changed = done.changesLayout() ? Outcome.MIGRATED : Outcome.REPAIRED;
    return new MigrationResult(
        done.from().isEmpty() ? Outcome.CREATED : changed,
        done.from(),
        LayoutVersion.CURRENT,
        done.evidence(),
        Optional.of(done.workspace().id()),
        done.operations().size(),
        last.findings(),
        Duration.between(start, Instant.now()));
  }

  static MigrationResult undone(List<Journal> lastFirst, Instant start) {
    Plan plan = lastFirst.get(lastFirst.size() - 1).plan();
    int operations = lastFirst.stream().mapToInt(it -> it.plan().operations().size()).sum();
    return new MigrationResult(
        Outcome.UNDONE,
        Optional.of(LayoutVersion.CURRENT),
        plan.from().orElse(LayoutVersion.CURRENT),
        plan.evidence(),
        Optional.empty(),
        operations,
        List.of(),
        Duration.between(start, Instant.now()));
  }

  static MigrationResult nothingToUndo(Instant start) {
    return new MigrationResult(
        Outcome.NOTHING_TO_UNDO,
        Optional.empty(),
        LayoutVersion.CURRENT,
        "no committed journal",
        Optional.empty(),
        0,
        List.of(),
        Duration.between(start, Instant.now()));
  }
}

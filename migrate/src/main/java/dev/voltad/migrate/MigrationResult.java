package dev.voltad.migrate;

import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a migration, or its undoing, ended well. One that ended badly is an exception, and then the
 * home is as it was unless the exception says otherwise.
 *
 * @param outcome what became of the home
 * @param from the layout that was found; empty for a home that was empty or missing
 * @param to the layout the home has now
 * @param evidence how {@code from} was recognised, in one line
 * @param journal the id of the journal that can be undone; empty if nothing was changed
 * @param operations how many operations were applied
 * @param findings what was kept as it is because it cannot be used
 * @param took from the first look at the home to the end, lock wait included
 */
public record MigrationResult(
    Outcome outcome,
    Optional<LayoutVersion> from,
    LayoutVersion to,
    String evidence,
    Optional<String> journal,
    int operations,
    List<Finding> findings,
    Duration took) {

  /** What became of the home. */
  public enum Outcome {
    /** Nothing had to be changed. */
    UP_TO_DATE,
    /** An empty or missing home was given the current layout. */
    CREATED,
    /** An older layout became the current one. */
    MIGRATED,
    /** The layout was current; links in {@code bin/} or left-over markers were put right. */
    REPAIRED,
    /** The last migration was undone. */
    UNDONE,
    /** There was no migration to undo. */
    NOTHING_TO_UNDO,
    /** {@code --no-create}, and there is no home. */
    NO_HOME
  }

  public MigrationResult {
    findings = List.copyOf(findings);
  }
}

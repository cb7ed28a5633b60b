package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be read of a home from disk, without the lock.
 *
 * @param exists whether there is a folder at all
 * @param layout the layout found; empty if it cannot be told or is newer than this program knows
 * @param evidence how the layout was recognised, in one line
 * @param isCurrent whether the home has the current layout, nothing to put right, and no unfinished
 *     journal
 * @param pending how many operations a migration or a repair would apply now
 * @param unfinished the id of a journal that was cut short; the next migration recovers it
 * @param undoable the id of the journal that {@code --undo} would undo
 * @param undoableUntil when that journal is purged
 * @param heldBack true after an undo: a daemon does not migrate the home again on its own
 * @param holder who holds the lock now
 * @param findings what cannot be used as it is
 * @param problem what keeps the home from being read or migrated; empty if nothing does
 * @param isUnsettled whether a record looks cut off and was written a moment ago: look again soon
 */
public record HomeState(
    boolean exists,
    Optional<LayoutVersion> layout,
    String evidence,
    boolean isCurrent,
    int pending,
    Optional<String> unfinished,
    Optional<String> undoable,
    Optional<Instant> undoableUntil,
    boolean heldBack,
    Optional<LockHolder> holder,
    List<Finding> findings,
    Optional<String> problem,
    boolean isUnsettled) {

  public HomeState {
    findings = List.copyOf(findings);
  }

  /** How many of {@link #pending} put right what has gone wrong in a home of the current layout. */
  public int drift() {
    return layout.equals(Optional.of(LayoutVersion.CURRENT)) ? pending : 0;
  }
}

package dev.voltad.migrate;

import java.util.Objects;

/** A migration, or its undoing, could not be done. {@link #homeState} says what the home is now. */
public final class MigrationFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the home is after the failure. */
  public enum State {
    /** As before, whole. */
    OLD,
    /** In between; the journal is on disk and the next run finishes or undoes it. */
    NEEDS_RECOVERY
  }

  /** Which kind of reason it is, for the exit code. */
  public enum Kind {
    /** The disk, a permission, a folder in the way. */
    FILESYSTEM,
    /** The programs or the environment are not as they must be. */
    ENVIRONMENT,
    /** Undo would throw away what was changed since. */
    REFUSED
  }

  private final Kind kind;
  private final State state;
  private final String why;
  private final String next;

  MigrationFailedException(Kind kind, State state, String why, String next, Throwable cause) {
    super(why, cause);
    this.kind = Objects.requireNonNull(kind);
    this.state = Objects.requireNonNull(state);
    this.why = why;
    this.next = next;
  }

  public Kind kind() {
    return kind;
  }

  public State homeState() {
    return state;
  }

  /** The cause in words, with the path and the system's own text. */
  public String why() {
    return why;
  }

  /** One act or command that helps. */
  public String next() {
    return next;
  }
}

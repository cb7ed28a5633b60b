package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockHolder;
import java.time.Duration;
import java.util.Optional;

/** Hears how a migration gets on, on the thread that runs it. May not throw; should return soon. */
public interface MigrationListener {

  /** What a migration is doing. */
  enum Phase {
    WAITING_FOR_LOCK,
    RECOVERING,
    SCANNING,
    APPLYING,
    ROLLING_BACK,
    COMMITTING
  }

  /** Hears nothing. */
  MigrationListener NONE = new MigrationListener() {};

  /**
   * The lock is held by someone else: once within 250 ms, then whenever the holder changes, and
   * every minute.
   */
  default void waiting(Optional<LockHolder> holder, Duration waited) {}

  /** A phase began. */
  default void phase(Phase phase) {}

  /** {@code done} of {@code total} operations are applied; called for every one of them. */
  default void progress(int done, int total) {}
}

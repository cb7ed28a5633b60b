package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.LockWait;
import java.nio.file.Path;

/** Brings one home to the current layout, and back. */
public final class Migrator {
  private final Path home;

  /**
   * @param home the home; need not exist
   * @param install the folder of the programs, for example {@code ~/.volta/bin}
   */
  public Migrator(Path home, Path install) {
    this.home = home;
  }

  /** Takes the lock, recovers, migrates. */
  public MigrationResult migrate(LockWait wait, String purpose, MigrationListener listener)
      throws LockHeldException,
          LockUnavailableException,
          LayoutTooNewException,
          MigrationFailedException,
          InterruptedException {
    throw new UnsupportedOperationException(home.toString());
  }

  /** Takes the lock, recovers, undoes the last committed journal. */
  public MigrationResult undo(LockWait wait, MigrationListener listener)
      throws LockHeldException,
          LockUnavailableException,
          MigrationFailedException,
          InterruptedException {
    throw new UnsupportedOperationException(home.toString());
  }

  /** Reads the home without the lock; changes nothing. */
  public HomeState state() {
    throw new UnsupportedOperationException(home.toString());
  }
}

package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockWait;

/**
 * What is asked of a {@link Migrator}.
 *
 * @param scope how much is looked at
 * @param program who asks, for others who wait for the lock: {@code volta-migrate}
 * @param trigger why, for the history: {@code command} for a person or a shim
 * @param lockWait for how long another Volta is waited for
 */
public record MigrationRequest(Scope scope, String program, String trigger, LockWait lockWait) {
  /**
   * In the environment of migrations that are a part of an update: the id of the process whose they
   * are. They change nothing once it is gone.
   */
  public static final String UPDATER = "VOLTA_UPDATER";

  /** Because somebody gave a command. */
  public static MigrationRequest command(Scope scope, String program, LockWait wait) {
    return new MigrationRequest(scope, program, "command", wait);
  }
}

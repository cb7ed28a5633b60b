package dev.voltad.migrate.fs;

import java.nio.file.Path;

/** This filesystem or this file cannot be locked, so nothing may be changed. Nothing changed. */
public final class LockUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String cause;

  LockUnavailableException(Path file, String cause) {
    super(file + ": " + cause);
    this.file = file;
    this.cause = cause;
  }

  /** The lock file. */
  public Path file() {
    return file;
  }

  /** The call and its error, for example {@code flock: No locks available}. */
  public String reason() {
    return cause;
  }
}

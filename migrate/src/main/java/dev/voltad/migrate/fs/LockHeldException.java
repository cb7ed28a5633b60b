package dev.voltad.migrate.fs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Another live process held the lock for as long as we were willing to wait. Nothing changed. */
public final class LockHeldException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final transient Optional<LockHolder> holder;
  private final Duration waited;

  LockHeldException(Path file, Optional<LockHolder> holder, Duration waited) {
    super(file + " is held by " + holder + " after " + waited);
    this.file = file;
    this.holder = holder;
    this.waited = waited;
  }

  /** The lock file. */
  public Path file() {
    return file;
  }

  /** Who holds it, if that can be told. */
  public Optional<LockHolder> holder() {
    return holder;
  }

  /** How long we waited. */
  public Duration waited() {
    return waited;
  }
}

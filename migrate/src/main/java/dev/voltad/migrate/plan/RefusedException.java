package dev.voltad.migrate.plan;

import java.nio.file.Path;

/** A home that cannot be planned for without guessing. Nothing was touched. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path path;
  private final String reason;
  private final String next;

  RefusedException(Path path, String reason, String next) {
    super(path + ": " + reason);
    this.path = path;
    this.reason = reason;
    this.next = next;
  }

  /** Home-relative. */
  public Path path() {
    return path;
  }

  public String reason() {
    return reason;
  }

  public String next() {
    return next;
  }
}

package dev.voltad.migrate.fs;

import java.time.Duration;

/**
 * How long to wait for the lock of a home.
 *
 * @param limit zero means try once
 */
public record LockWait(Duration limit) {
  /** For people: {@code volta-migrate} without options. */
  public static final LockWait INTERACTIVE = new LockWait(Duration.ofSeconds(60));

  /** For the daemon. */
  public static final LockWait BACKGROUND = new LockWait(Duration.ofMinutes(10));

  /** Try once. */
  public static final LockWait NONE = new LockWait(Duration.ZERO);

  public LockWait {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit (" + limit + ") must not be negative");
    }
  }
}

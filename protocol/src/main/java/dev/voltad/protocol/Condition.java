package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a home is, in one word. */
public enum Condition {
  /** The current layout, every shim in place. */
  CURRENT,
  /** A migration is queued or runs. */
  MIGRATING,
  /** An older layout, or something to put right, and nobody is at it. */
  OUTDATED,
  /** The last migration failed; it is tried again. */
  FAILED,
  /** A migration was undone, and the home is left alone until someone asks. */
  HELD_BACK,
  /** It cannot be read, or is newer than this program knows. */
  UNREADABLE,
  /** There is no home. */
  ABSENT;

  /** The condition of a home at which nobody works, from what its disk says. */
  public static Condition of(
      boolean exists, boolean isReadable, boolean isCurrent, boolean isHeldBack) {
    if (!exists) {
      return ABSENT;
    }
    if (!isReadable) {
      return UNREADABLE;
    }
    if (isCurrent) {
      return CURRENT;
    }
    return isHeldBack ? HELD_BACK : OUTDATED;
  }

  /** For example {@code held-back}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether there is nothing for a daemon to do unless somebody asks. */
  public boolean isAtRest() {
    return this == CURRENT || this == HELD_BACK || this == ABSENT;
  }

  /** Whether nothing is wrong. */
  public boolean isHealthy() {
    return this == CURRENT || this == MIGRATING;
  }
}

package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far the activation of a release is. */
public enum UpdatePhase {
  /** The new release changes the layout; the one before is used. */
  MIGRATING,
  /** The new release is used and has to prove itself. */
  TRIAL,
  /** It has; the one before is kept, to be gone back to. */
  COMMITTED,
  /** The release before is put back, and the layout with it. */
  UNDOING;

  /** For example {@code trial}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is no such phase
   */
  @JsonCreator
  static UpdatePhase of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}

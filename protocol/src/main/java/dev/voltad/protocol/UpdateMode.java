package dev.voltad.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How far the daemon goes with a new release when nobody asks. */
public enum UpdateMode {
  /** Takes it. */
  AUTO,
  /** Fetches it, so that it can be taken at once. */
  STAGE,
  /** Says that it is there. */
  NOTIFY,
  /** Does not look for it; nor does it update when somebody asks. */
  OFF;

  /** For example {@code auto}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if it is none of them
   */
  static UpdateMode of(String id) {
    List<String> known = Arrays.stream(values()).map(UpdateMode::id).toList();
    int place = known.indexOf(id);
    if (place < 0) {
      throw new IllegalArgumentException(
          "mode is one of " + String.join(", ", known) + ", not " + id);
    }
    return values()[place];
  }
}

package dev.voltad.daemon.trust;

import java.util.List;
import java.util.Locale;

/** The names of roles, which also name files and requests. */
final class RoleName {
  static final String ROOT = "root";
  static final String TIMESTAMP = "timestamp";
  static final String SNAPSHOT = "snapshot";
  static final String TARGETS = "targets";
  static final List<String> TOP = List.of(ROOT, TIMESTAMP, SNAPSHOT, TARGETS);

  /** So that a file of it has a name that every filesystem can have. */
  private static final int MAX_ENCODED = 200;

  private RoleName() {}

  /**
   * Whether a delegated role may be called so: not as one of the top, in whatever case, since a
   * filesystem may not tell them apart.
   */
  static boolean isDelegable(String name) {
    return !name.isEmpty()
        && PercentCode.encode(name).length() <= MAX_ENCODED
        && !TOP.contains(name.toLowerCase(Locale.ROOT));
  }

  /** For example {@code release%2Fnightly.json}: never a path, and one for each name. */
  static String file(String role) {
    return PercentCode.encode(role) + ".json";
  }
}

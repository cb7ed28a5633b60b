package dev.voltad.migrate.layout;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** One shape of a home. Which upstream release wrote which: {@code docs/layouts.md}, section 1. */
public enum LayoutVersion {
  /** Up to 0.6.8; the only layout without a marker. */
  V0,
  /** 0.7.0 to 0.7.2. */
  V1,
  /** 0.8.0 to 0.8.7. */
  V2,
  /** 0.9.0 to 1.1.1. */
  V3,
  /** 2.0.0 and later. */
  V4;

  /** The layout every home is brought to. */
  public static final LayoutVersion CURRENT = V4;

  /** The home-relative marker, for example {@code layout.v4}; empty for {@link #V0}. */
  public Optional<Path> marker() {
    return this == V0 ? Optional.empty() : Optional.of(Path.of("layout." + id()));
  }

  /** As people write it: {@code v4}. */
  public String id() {
    return "v" + ordinal();
  }

  /**
   * The layout that {@link #id} names.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LayoutVersion of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}

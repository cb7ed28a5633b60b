package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.LayoutVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * Which layout a home has, and how that was told.
 *
 * @param layout empty for a home that is empty or missing
 * @param evidence in one line, for example {@code marker layout.v2}
 */
public record Detection(Optional<LayoutVersion> layout, String evidence) {
  public Detection {
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(evidence, "evidence");
  }
}

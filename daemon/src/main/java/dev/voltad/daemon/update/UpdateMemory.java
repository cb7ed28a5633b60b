package dev.voltad.daemon.update;

import dev.voltad.protocol.UpdateReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What one look at the feed leaves for the next, and for whoever asks meanwhile: {@code
 * self/updates.json}. Losing it costs one look more.
 *
 * @param count how often this home has looked
 * @param failures in a row
 * @param next when it looks again
 * @param report as it was told last
 */
record UpdateMemory(
    long count, int failures, Optional<Instant> next, Optional<UpdateReport> report) {
  static final UpdateMemory NONE = new UpdateMemory(0, 0, Optional.empty(), Optional.empty());
}

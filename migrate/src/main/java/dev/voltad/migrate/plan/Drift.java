package dev.voltad.migrate.plan;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What the repair of a home needs to know that is not in a snapshot of it. Immutable.
 *
 * @param copies the last good text of each record, by home-relative path
 * @param abandoned what is in {@code tmp/} under a name of Volta's, a day old, and nobody uses
 * @param fresh records that were written a moment ago: somebody may be at them still
 */
public record Drift(Map<Path, String> copies, Set<Path> abandoned, Set<Path> fresh) {
  public Drift {
    copies = Map.copyOf(copies);
    abandoned = Set.copyOf(abandoned);
    fresh = Set.copyOf(fresh);
  }
}

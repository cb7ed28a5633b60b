package dev.voltad.daemon.policy;

import java.util.Set;

/**
 * Which layouts of a home a release can work with, as epochs of snapd: it is offered only to a home
 * whose layout it reads, and leaves the one that it writes.
 *
 * @param reads numbers of layouts, for example 4 and 5; 1 to {@value #MAX_COUNT} of them
 * @param writes one of these
 */
public record LayoutSet(Set<Integer> reads, int writes) {
  static final int MAX_COUNT = 32;

  /**
   * @throws IllegalArgumentException if it reads none or too many, one below 0, or not what it
   *     writes
   */
  public LayoutSet {
    reads = Set.copyOf(reads);
    if (reads.size() > MAX_COUNT) {
      throw new IllegalArgumentException(
          reads.size() + " layouts are read, more than " + MAX_COUNT);
    }
    for (int layout : reads) {
      if (layout < 0) {
        throw new IllegalArgumentException("no layout has the number " + layout);
      }
    }
    if (!reads.contains(writes)) {
      throw new IllegalArgumentException("layout " + writes + " is written and not read");
    }
  }
}

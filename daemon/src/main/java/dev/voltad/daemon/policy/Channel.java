package dev.voltad.daemon.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a feed offers to those who follow it, for example {@code stable}. Immutable.
 *
 * @param releases the newest first, however they were given; at most {@value #MAX_COUNT}
 * @param withdrawn what nobody shall take any more, or keep; at most {@value #MAX_COUNT}
 * @param floor nothing older is ever taken from this feed
 */
public record Channel(List<Release> releases, List<Withdrawal> withdrawn, Optional<Version> floor) {
  static final int MAX_COUNT = 1_000;

  /**
   * A release that was taken back.
   *
   * @param instead what who has it goes to, older or newer; empty: the next that is newer
   */
  public record Withdrawal(Version version, Optional<Version> instead) {}

  /**
   * @throws IllegalArgumentException if a version is there or withdrawn twice, if what somebody
   *     shall go to is not there or is withdrawn itself, or if there is too much
   */
  public Channel {
    releases = releases.stream().sorted(Comparator.comparing(Release::version).reversed()).toList();
    withdrawn = List.copyOf(withdrawn);
    require(releases.size() <= MAX_COUNT, releases.size() + " releases");
    require(withdrawn.size() <= MAX_COUNT, withdrawn.size() + " withdrawn");
    requireNoneTwice(releases.stream().map(Release::version).toList());
    requireNoneTwice(withdrawn.stream().map(Withdrawal::version).sorted().toList());
    for (Withdrawal withdrawal : withdrawn) {
      if (withdrawal.instead.isPresent()) {
        Version instead = withdrawal.instead.get();
        require(find(releases, instead).isPresent(), "no " + instead + " to go to");
        require(findWithdrawn(withdrawn, instead).isEmpty(), instead + ", withdrawn, to go to");
      }
    }
  }

  private static void requireNoneTwice(List<Version> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      require(!sorted.get(i).isSame(sorted.get(i - 1)), sorted.get(i) + " twice");
    }
  }

  private static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new IllegalArgumentException("not allowed in a channel: " + what);
    }
  }

  /** The release of that version. */
  public Optional<Release> release(Version version) {
    return find(releases, version);
  }

  /** How that version was taken back. */
  public Optional<Withdrawal> withdrawal(Version version) {
    return findWithdrawn(withdrawn, version);
  }

  private static Optional<Release> find(List<Release> releases, Version version) {
    return releases.stream().filter(release -> release.version().isSame(version)).findFirst();
  }

  private static Optional<Withdrawal> findWithdrawn(List<Withdrawal> all, Version version) {
    return all.stream().filter(withdrawal -> withdrawal.version.isSame(version)).findFirst();
  }
}

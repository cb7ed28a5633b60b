package dev.voltad.daemon.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** All that a decision depends on besides the channel and the policy. Immutable. */
public record Situation(Installed installed, Machine machine, Moment moment) {

  /**
   * What is there.
   *
   * @param version the one that runs
   * @param layout the number of the home's layout; empty if it cannot be told
   * @param platform for example {@code linux-x64}
   * @param installId random, made once per home and never sent
   * @param bad what was tried and failed, and why: the SHA-256 of a manifest, or a version, to a
   *     reason in words
   */
  public record Installed(
      Version version,
      OptionalInt layout,
      String platform,
      String installId,
      Map<String, String> bad) {
    public Installed {
      bad = Map.copyOf(bad);
    }
  }

  /**
   * What it is on.
   *
   * @param owner the package manager that the programs belong to, for example {@code dpkg}; empty
   *     if they are ours to replace
   * @param isMetered whether the connection is paid by its use
   * @param isOnBattery whether it runs without mains
   * @param room on the filesystem of the home; empty if what is needed is not known yet
   */
  public record Machine(
      Optional<String> owner, boolean isMetered, boolean isOnBattery, Optional<Room> room) {}

  /**
   * Space on a disk, in bytes.
   *
   * @param free what an ordinary user may take
   * @param needed by a release that is fetched and unpacked, and by what a migration keeps
   */
  public record Room(long free, long needed) {}

  /**
   * When it is, and who asks.
   *
   * @param now by the clock that the update goes by
   * @param zone of the clock on the wall
   * @param nextCheck when the feed is looked at again in any case
   */
  public record Moment(Instant now, ZoneId zone, Instant nextCheck, Asker asker) {}

  /** Who wants a release taken. */
  public enum Asker {
    /** The daemon, of its own accord. */
    DAEMON,
    /** Somebody who asked for it, as with {@code volta self update}. */
    PERSON
  }
}

package dev.voltad.daemon.policy;

import dev.voltad.daemon.policy.Channel.Withdrawal;
import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Situation.Installed;
import dev.voltad.daemon.policy.Situation.Machine;
import dev.voltad.daemon.policy.Situation.Moment;
import dev.voltad.daemon.policy.Situation.Room;
import dev.voltad.protocol.Gate;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that is decided from: 2.3.0 runs on linux-x64 with layout v4, on Monday, 2026-11-23, at 12:00
 * in Berlin, and nothing is set; but for what a test says.
 */
final class World {
  static final Instant NOW = Instant.parse("2026-11-23T11:00:00Z");
  static final Instant NEXT_CHECK = NOW.plus(Duration.ofHours(5));

  /** Bucket 5,525 of the salt "s": {@code printf '%s' s0a1b | sha256sum}. */
  static final String INSTALL_ID = "0a1b";

  private final List<Release> releases = new ArrayList<>();
  private final List<Withdrawal> withdrawn = new ArrayList<>();
  private final Map<String, String> bad = new HashMap<>();
  private Optional<Version> floor = Optional.empty();
  private Settings settings = Settings.NONE;
  private Optional<Hold> hold = Optional.empty();
  private Version running = Version.parse("2.3.0");
  private OptionalInt layout = OptionalInt.of(4);
  private Optional<String> owner = Optional.empty();
  private boolean isMetered;
  private boolean isOnBattery;
  private Optional<Room> room = Optional.empty();
  private Asker asker = Asker.DAEMON;

  World offers(ReleaseDraft... drafts) {
    Arrays.stream(drafts).map(ReleaseDraft::made).forEach(releases::add);
    return this;
  }

  World offers(String... versions) {
    Arrays.stream(versions).map(ReleaseDraft::new).map(ReleaseDraft::made).forEach(releases::add);
    return this;
  }

  World withdraws(String version) {
    withdrawn.add(new Withdrawal(Version.parse(version), Optional.empty()));
    return this;
  }

  World withdraws(String version, String instead) {
    withdrawn.add(new Withdrawal(Version.parse(version), Optional.of(Version.parse(instead))));
    return this;
  }

  World floor(String version) {
    floor = Optional.of(Version.parse(version));
    return this;
  }

  World set(String name, String value) {
    settings = settings.with(name, value);
    return this;
  }

  /** A hold that began an hour ago. */
  World held(Optional<Instant> until) {
    hold = Optional.of(new Hold(NOW.minusSeconds(3600), until, Optional.of("moving")));
    return this;
  }

  World runs(String version) {
    running = Version.parse(version);
    return this;
  }

  World hasLayout(OptionalInt number) {
    layout = number;
    return this;
  }

  World ownedBy(String manager) {
    owner = Optional.of(manager);
    return this;
  }

  World metered() {
    isMetered = true;
    return this;
  }

  World onBattery() {
    isOnBattery = true;
    return this;
  }

  World room(long free, long needed) {
    room = Optional.of(new Room(free, needed));
    return this;
  }

  World hasFailed(String versionOrHash, String why) {
    bad.put(versionOrHash, why);
    return this;
  }

  World asked() {
    asker = Asker.PERSON;
    return this;
  }

  Decision decide() {
    return PolicyEvaluator.evaluate(
        new Channel(releases, withdrawn, floor),
        settings,
        hold,
        new Situation(
            new Installed(running, layout, "linux-x64", INSTALL_ID, bad),
            new Machine(owner, isMetered, isOnBattery, room),
            new Moment(NOW, ZoneId.of("Europe/Berlin"), NEXT_CHECK, asker)));
  }

  static Gate gate(Decision decision, String id) {
    return decision.gates().stream().filter(gate -> gate.id().equals(id)).findFirst().orElseThrow();
  }

  /** Its release, or "none". */
  static String taken(Decision decision) {
    return decision.release().map(release -> release.version().toString()).orElse("none");
  }
}

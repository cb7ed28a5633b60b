package dev.voltad.daemon.policy;

import static dev.voltad.daemon.policy.Finding.closedForNow;
import static dev.voltad.daemon.policy.Finding.closedUntil;
import static dev.voltad.daemon.policy.Finding.open;

import dev.voltad.daemon.policy.Release.Manifest;
import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Situation.Installed;
import dev.voltad.protocol.Pin;
import dev.voltad.protocol.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The gates of one release, after {@link GateId#NEWER}. None of them is lasting: another release
 * may come.
 */
final class ReleaseGates {
  private final Channel channel;
  private final Optional<Pin> pin;
  private final Installed installed;
  private final boolean isAskedFor;
  private final Instant now;

  ReleaseGates(Channel channel, Settings settings, Situation situation) {
    this.channel = channel;
    this.pin = settings.updatePin();
    this.installed = situation.installed();
    this.isAskedFor = situation.moment().asker() == Asker.PERSON;
    this.now = situation.moment().now();
  }

  List<Finding> of(Release release) {
    return List.of(
        pin(release),
        platform(release),
        minFrom(release),
        layout(release),
        floor(release),
        bad(release),
        withdrawn(release),
        manual(release),
        rollout(release));
  }

  /** As if there were nothing to take. */
  static List<Finding> ofNone() {
    return List.of(
            GateId.PIN,
            GateId.PLATFORM,
            GateId.MIN_FROM,
            GateId.LAYOUT,
            GateId.FLOOR,
            GateId.BAD,
            GateId.WITHDRAWN,
            GateId.MANUAL,
            GateId.ROLLOUT)
        .stream()
        .map(id -> open(id, "there is nothing to take"))
        .toList();
  }

  private Finding pin(Release release) {
    if (pin.isEmpty()) {
      return open(GateId.PIN, "any version");
    }
    String value = pin.get().text();
    return pin.get().allows(release.version().release())
        ? open(GateId.PIN, value)
        : closedForNow(GateId.PIN, value + ", which " + release.version() + " is not");
  }

  private Finding platform(Release release) {
    String platform = installed.platform();
    return release.manifests().containsKey(platform)
        ? open(GateId.PLATFORM, platform)
        : closedForNow(GateId.PLATFORM, "there is no " + release.version() + " for " + platform);
  }

  private Finding minFrom(Release release) {
    if (release.minFrom().isEmpty()) {
      return open(GateId.MIN_FROM, "from any version");
    }
    Version from = release.minFrom().get();
    String value = "from " + from + " on, and " + installed.version() + " runs";
    return from.isNewerThan(installed.version())
        ? closedForNow(GateId.MIN_FROM, value)
        : open(GateId.MIN_FROM, value);
  }

  private Finding layout(Release release) {
    String reads =
        release.layout().reads().stream()
            .sorted()
            .map(n -> "v" + n)
            .collect(Collectors.joining(", "));
    if (installed.layout().isEmpty()) {
      return closedForNow(GateId.LAYOUT, "it reads " + reads + "; that of the home is not known");
    }
    int layout = installed.layout().getAsInt();
    String value = "it reads " + reads + "; the home has v" + layout;
    return release.layout().reads().contains(layout)
        ? open(GateId.LAYOUT, value)
        : closedForNow(GateId.LAYOUT, value);
  }

  private Finding floor(Release release) {
    if (channel.floor().isEmpty()) {
      return open(GateId.FLOOR, "there is none");
    }
    Version floor = channel.floor().get();
    return floor.isNewerThan(release.version())
        ? closedForNow(GateId.FLOOR, "nothing older than " + floor + " is taken")
        : open(GateId.FLOOR, floor.toString());
  }

  private Finding bad(Release release) {
    Optional<String> reason =
        Optional.ofNullable(installed.bad().get(release.version().release()))
            .or(
                () ->
                    Optional.ofNullable(release.manifests().get(installed.platform()))
                        .map(Manifest::sha256)
                        .map(installed.bad()::get));
    return reason
        .map(why -> closedForNow(GateId.BAD, release.version() + " was tried and failed: " + why))
        .orElse(open(GateId.BAD, "it has not failed here"));
  }

  private Finding withdrawn(Release release) {
    if (channel.withdrawal(release.version()).isPresent()) {
      return closedForNow(GateId.WITHDRAWN, release.version() + " was withdrawn");
    }
    return release.version().isNewerThan(installed.version())
        ? open(GateId.WITHDRAWN, "it was not")
        : open(
            GateId.WITHDRAWN,
            installed.version() + " was, and " + release.version() + " takes its place");
  }

  private Finding manual(Release release) {
    if (!release.isManual()) {
      return open(GateId.MANUAL, "it is not");
    }
    return isAskedFor
        ? open(GateId.MANUAL, "it is, and somebody asks")
        : closedForNow(GateId.MANUAL, release.version() + " is taken only when somebody asks");
  }

  /** A pause is for everybody: what spreads no more is suspected of something. */
  private Finding rollout(Release release) {
    Rollout rollout = release.rollout();
    if (rollout.isPaused()) {
      return closedForNow(GateId.ROLLOUT, "it is paused");
    }
    if (release.isUrgent()) {
      return open(GateId.ROLLOUT, "it is urgent");
    }
    int bucket = Bucket.of(rollout.salt(), installed.installId());
    int share = rollout.share(release.published(), now);
    String value = "bucket " + bucket + " of those below " + share;
    if (isAskedFor || bucket < share) {
      return open(GateId.ROLLOUT, isAskedFor ? value + ", and somebody asks" : value);
    }
    return rollout
        .opens(bucket, release.published())
        .map(at -> closedUntil(GateId.ROLLOUT, value + ", from " + at + " on", at))
        .orElse(closedForNow(GateId.ROLLOUT, value));
  }
}

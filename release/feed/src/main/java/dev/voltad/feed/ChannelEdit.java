package dev.voltad.feed;

import dev.voltad.daemon.policy.Version;
import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.protocol.release.ChannelFile.Release;
import dev.voltad.protocol.release.ChannelFile.Rollout;
import dev.voltad.protocol.release.ChannelFile.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be changed in a channel: from one to the next. */
record ChannelEdit(String channel, ChannelFile file) {

  Optional<Release> find(String version) {
    return file.releases().stream().filter(r -> r.version().equals(version)).findFirst();
  }

  Release require(String version) throws FeedException {
    return find(version)
        .orElseThrow(
            () ->
                FeedException.notFound(
                    "Could not find " + version + " in the channel " + channel + ".",
                    "It has " + versions() + ".",
                    "Name one of these."));
  }

  private String versions() {
    List<String> versions = file.releases().stream().map(Release::version).toList();
    return versions.isEmpty() ? "no releases" : String.join(", ", versions);
  }

  /** With a release in the place of the one of that version, or as one more. */
  ChannelFile with(Release release) {
    List<Release> releases = new ArrayList<>(file.releases());
    releases.removeIf(old -> old.version().equals(release.version()));
    releases.add(release);
    releases.sort((a, b) -> Version.parse(b.version()).compareTo(Version.parse(a.version())));
    return new ChannelFile(file.schema(), releases, file.withdrawn(), file.floor());
  }

  ChannelFile paused(String version, boolean isPaused) throws FeedException {
    Release old = require(version);
    Rollout rollout = old.rollout().orElse(new Rollout(salt(version), List.of(), Optional.empty()));
    Optional<Boolean> paused = isPaused ? Optional.of(true) : Optional.empty();
    boolean isPlain = !isPaused && rollout.steps().isEmpty();
    Optional<Rollout> now =
        isPlain
            ? Optional.empty()
            : Optional.of(new Rollout(rollout.salt(), rollout.steps(), paused));
    return with(
        new Release(
            old.version(),
            old.published(),
            old.platforms(),
            old.minFrom(),
            old.layout(),
            now,
            old.urgent(),
            old.manual()));
  }

  ChannelFile manual(String version, boolean isManual) throws FeedException {
    Release old = require(version);
    return with(
        new Release(
            old.version(),
            old.published(),
            old.platforms(),
            old.minFrom(),
            old.layout(),
            old.rollout(),
            old.urgent(),
            isManual ? Optional.of(true) : Optional.empty()));
  }

  /** Another rollout has other homes first: so its salt is its own. */
  String salt(String version) {
    return channel + "-" + version;
  }

  ChannelFile withdrawn(String version, Optional<String> instead) throws FeedException {
    require(version);
    List<Withdrawal> withdrawn = new ArrayList<>(file.withdrawn());
    withdrawn.removeIf(old -> old.version().equals(version));
    withdrawn.add(new Withdrawal(version, instead));
    return new ChannelFile(file.schema(), file.releases(), withdrawn, file.floor());
  }

  /** Never lower than before: what was below a floor once, clients have been told to refuse. */
  ChannelFile floor(String version) throws FeedException {
    Version floor = parse(version);
    if (file.floor().isPresent() && Version.parse(file.floor().get()).isNewerThan(floor)) {
      throw FeedException.refused(
          "Could not set the floor of " + channel + " to " + version + ".",
          "It is " + file.floor().get() + " already, and is only ever raised.",
          "Name a higher version.");
    }
    return new ChannelFile(file.schema(), file.releases(), file.withdrawn(), Optional.of(version));
  }

  /** A version that a channel may have. */
  static Version parse(String text) throws FeedException {
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      throw FeedException.arguments(
          "Not a version: " + text + ".", "Write it as in 2.3.0 or 2.4.0-rc.1.");
    }
  }
}

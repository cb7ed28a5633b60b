package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Channel;
import dev.voltad.daemon.policy.Channel.Withdrawal;
import dev.voltad.daemon.policy.LayoutSet;
import dev.voltad.daemon.policy.Release;
import dev.voltad.daemon.policy.Release.Manifest;
import dev.voltad.daemon.policy.Rollout;
import dev.voltad.daemon.policy.Version;
import dev.voltad.daemon.trust.Target;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustedTargets;
import dev.voltad.protocol.release.ChannelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a channel of a feed offers, in the terms of the policy. */
final class ReleaseCatalog {
  private ReleaseCatalog() {}

  /**
   * Fetches and reads a channel.
   *
   * @param name for example {@code stable}
   * @param scratch a folder that exists, for the file
   * @throws TrustException if it cannot be had, or is not what was signed
   * @throws BrokenFeedException if the publisher has no such channel, or one that makes no sense
   */
  static Channel read(TrustedTargets targets, String name, Path scratch)
      throws TrustException, IOException {
    String path = "channels/" + name + ".json";
    Optional<Target> target = targets.target(path);
    if (target.isEmpty()) {
      throw new BrokenFeedException("the feed has no channel " + name);
    }
    if (target.get().length() > ChannelFile.MAX_BYTES) {
      throw new BrokenFeedException(
          path + " of the feed is larger than " + ChannelFile.MAX_BYTES + " bytes");
    }
    Path file = scratch.resolve("channel.json");
    targets.download(target.get(), file);
    byte[] text = Files.readAllBytes(file);
    try {
      return channel(ChannelFile.parse(text), targets);
    } catch (IOException | IllegalArgumentException e) {
      throw new BrokenFeedException(path + " of the feed: " + e.getMessage(), e);
    }
  }

  private static Channel channel(ChannelFile file, TrustedTargets targets) throws TrustException {
    List<Release> releases = new java.util.ArrayList<>();
    for (ChannelFile.Release release : file.releases()) {
      releases.add(release(release, targets));
    }
    List<Withdrawal> withdrawn =
        file.withdrawn().stream()
            .map(
                it -> new Withdrawal(Version.parse(it.version()), it.instead().map(Version::parse)))
            .toList();
    return new Channel(releases, withdrawn, file.floor().map(Version::parse));
  }

  private static Release release(ChannelFile.Release release, TrustedTargets targets)
      throws TrustException {
    Map<String, Manifest> manifests = new HashMap<>();
    for (Map.Entry<String, String> platform : release.platforms().entrySet()) {
      // Only what is signed for can be fetched; a platform whose manifest is not is not offered.
      Optional<String> hash =
          targets.target(platform.getValue()).map(target -> target.hashes().get("sha256"));
      hash.ifPresent(
          sha256 -> manifests.put(platform.getKey(), new Manifest(platform.getValue(), sha256)));
    }
    return new Release(
        Version.parse(release.version()),
        release.published(),
        manifests,
        release.minFrom().map(Version::parse),
        new LayoutSet(new HashSet<>(release.layout().reads()), release.layout().writes()),
        release.rollout().map(ReleaseCatalog::rollout).orElse(Rollout.AT_ONCE),
        release.urgent().orElse(false),
        release.manual().orElse(false));
  }

  private static Rollout rollout(ChannelFile.Rollout rollout) {
    return new Rollout(
        rollout.salt(),
        rollout.steps().stream()
            .map(step -> new Rollout.Step(step.hours(), step.perTenThousand()))
            .toList(),
        rollout.paused().orElse(false));
  }
}

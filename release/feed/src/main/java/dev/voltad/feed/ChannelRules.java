package dev.voltad.feed;

import dev.voltad.daemon.policy.Channel;
import dev.voltad.daemon.policy.LayoutSet;
import dev.voltad.daemon.policy.Release;
import dev.voltad.daemon.policy.Rollout;
import dev.voltad.daemon.policy.Version;
import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.release.ChannelFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client makes of a channel file, so that nothing is published that clients refuse. */
final class ChannelRules {
  private ChannelRules() {}

  /**
   * @param targets those of the role that vouches for the channel
   * @throws FeedException if a client would refuse the file
   */
  static void require(String channel, ChannelFile file, Fields targets)
      throws FeedException, TrustException {
    if (file.text().length > ChannelFile.MAX_BYTES) {
      throw refused(channel, "it would have more than " + ChannelFile.MAX_BYTES + " bytes");
    }
    try {
      read(file, targets);
    } catch (IllegalArgumentException e) {
      throw refused(channel, e.getMessage());
    }
  }

  private static FeedException refused(String channel, String why) {
    return FeedException.refused(
        "Could not take the channel " + channel + " for one.",
        "Clients would refuse it: " + why + ".",
        "Name versions that the channel has, and steps that only grow.");
  }

  /**
   * @throws IllegalArgumentException if it breaks a rule of the policy's
   */
  private static Channel read(ChannelFile file, Fields targets) throws TrustException {
    List<Release> releases = new ArrayList<>();
    for (ChannelFile.Release release : file.releases()) {
      releases.add(release(release, targets));
    }
    List<Channel.Withdrawal> withdrawn =
        file.withdrawn().stream()
            .map(
                gone ->
                    new Channel.Withdrawal(
                        Version.parse(gone.version()), gone.instead().map(Version::parse)))
            .toList();
    return new Channel(releases, withdrawn, file.floor().map(Version::parse));
  }

  private static Release release(ChannelFile.Release release, Fields targets)
      throws TrustException {
    Map<String, Release.Manifest> manifests = new LinkedHashMap<>();
    for (Map.Entry<String, String> platform : release.platforms().entrySet()) {
      String name = platform.getValue();
      if (!targets.has(name)) {
        throw new IllegalArgumentException("no target " + name);
      }
      String hash = targets.object(name).object("hashes").text("sha256");
      manifests.put(platform.getKey(), new Release.Manifest(name, hash));
    }
    return new Release(
        Version.parse(release.version()),
        release.published(),
        manifests,
        release.minFrom().map(Version::parse),
        layouts(release.layout()),
        release.rollout().map(ChannelRules::rollout).orElse(Rollout.AT_ONCE),
        release.urgent().orElse(false),
        release.manual().orElse(false));
  }

  private static LayoutSet layouts(ChannelFile.Layouts layouts) {
    Set<Integer> reads = new HashSet<>(layouts.reads());
    return new LayoutSet(reads, layouts.writes());
  }

  private static Rollout rollout(ChannelFile.Rollout rollout) {
    List<Rollout.Step> steps =
        rollout.steps().stream()
            .map(step -> new Rollout.Step(step.hours(), step.perTenThousand()))
            .toList();
    return new Rollout(rollout.salt(), steps, rollout.paused().orElse(false));
  }
}

package dev.voltad.feed;

import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.Target;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.release.ChannelFile;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The channels of a feed, as published or as they are to become; each change is a draft. */
final class Channels {
  private final FeedFolder feed;
  private final Published published;
  private final Drafts drafts;

  Channels(FeedFolder feed, Published published) {
    this.feed = feed;
    this.published = published;
    this.drafts = new Drafts(feed, published);
  }

  /** The target that a channel is. */
  static String target(String channel) {
    return "channels/" + channel + ".json";
  }

  static void requireName(String channel) throws FeedException {
    if (!channel.matches("[a-z0-9-]{1,32}")) {
      throw FeedException.arguments(
          "Not the name of a channel: " + channel + ".",
          "Use small letters, digits and -, for example stable.");
    }
  }

  /** Where the tree of a release is described, in a channel. */
  String manifestTarget(String channel, String version, String platform) throws TrustException {
    String role = role(channel);
    String folder = role.equals(Metadata.TARGETS) ? "releases" : role;
    return folder + "/" + version + "/" + platform + ".json";
  }

  /** Who vouches for a channel. */
  String role(String channel) throws TrustException {
    return published.roleOf(target(channel));
  }

  /** Empty if there is no such channel yet. */
  Optional<ChannelFile> find(String channel) throws IOException, TrustException, FeedException {
    requireName(channel);
    Optional<byte[]> bytes = bytes(role(channel), target(channel));
    return bytes.isPresent() ? Optional.of(ChannelFile.parse(bytes.get())) : Optional.empty();
  }

  ChannelFile require(String channel) throws IOException, TrustException, FeedException {
    return find(channel)
        .orElseThrow(
            () ->
                FeedException.notFound(
                    "Could not find the channel " + channel + ".",
                    "The feed has no target " + target(channel) + ".",
                    "Put a release into it first: `feed add`."));
  }

  /** The file of a target, by what its role says or is to say; empty if it names none. */
  Optional<byte[]> bytes(String role, String name) throws IOException, TrustException {
    Fields targets = drafts.latest(role).fields().object("targets");
    if (!targets.has(name)) {
      return Optional.empty();
    }
    String path = target(name, targets.object(name)).path(true);
    return Optional.of(feed.require(FeedFolder.TARGETS + path));
  }

  static Target target(String name, Fields fields) throws TrustException {
    return new Target(name, fields.number("length", 0), fields.object("hashes").texts());
  }

  /**
   * Writes a channel down as a draft, after the rules of those who read it.
   *
   * @param more targets that go with it, by name
   * @return false if the feed says so already
   */
  boolean stage(String channel, ChannelFile file, Map<String, byte[]> more, Instant now)
      throws IOException, TrustException, FeedException {
    String role = role(channel);
    Map<String, byte[]> all = new LinkedHashMap<>(more);
    all.put(target(channel), file.text());
    JsonObject document = drafts.latest(role).signed();
    JsonObject targets = new Fields(role, "signed", document).object("targets").object();
    for (Map.Entry<String, byte[]> entry : all.entrySet()) {
      targets = targets.with(entry.getKey(), Documents.target(entry.getValue()));
    }
    ChannelRules.require(channel, file, new Fields(role, "signed.targets", targets));
    for (Map.Entry<String, byte[]> entry : all.entrySet()) {
      Fields described = new Fields(role, entry.getKey(), Documents.target(entry.getValue()));
      String path = target(entry.getKey(), described).path(true);
      feed.publish(FeedFolder.TARGETS + path, entry.getValue());
    }
    Instant expires = Settings.of(feed).expires(role, now);
    return drafts.stage(role, document.with("targets", targets), expires);
  }
}

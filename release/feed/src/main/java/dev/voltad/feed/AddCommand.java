package dev.voltad.feed;

import dev.voltad.daemon.policy.Version;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.protocol.release.ChannelFile.Release;
import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeFault;
import dev.voltad.protocol.release.TreeManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed add}. */
@Command(
    name = "add",
    description = {
      "Puts a release tree into a channel. It is offered once it is signed: `feed sign`.",
      "Another platform of a version is added the same way."
    })
final class AddCommand implements Callable<Integer> {
  private static final int SHOWN_FAULTS = 3;

  private final Context context;

  @Parameters(index = "0", paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Parameters(index = "1", paramLabel = "TREE", description = "An unpacked release.")
  private Path tree;

  @Option(
      names = "--channel",
      required = true,
      paramLabel = "NAME",
      description = "For example stable.")
  private String channel;

  @Mixin private ReleaseOptions options;

  AddCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    Channels.requireName(channel);
    TreeManifest manifest = verified();
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      Channels channels = new Channels(feed, Published.of(feed));
      String version = ChannelEdit.parse(manifest.version()).toString();
      String name = channels.manifestTarget(channel, version, manifest.platform());
      byte[] text = new BlobStore(feed).put(tree, manifest).text();
      requireSame(channels.bytes(channels.role(channel), name), text, version);
      ChannelFile file = channels.find(channel).orElse(ChannelFile.EMPTY);
      ChannelEdit edit = new ChannelEdit(channel, file);
      Release release = release(edit, manifest, name);
      boolean isNew =
          channels.stage(channel, edit.with(release), Map.of(name, text), context.now());
      context.say(
          isNew
              ? version + " for " + manifest.platform() + " waits for signatures: `feed sign`."
              : "Nothing to do: " + channel + " has " + version + " so already.");
      return 0;
    }
  }

  private TreeManifest verified() throws IOException, FeedException {
    ReleaseTree release = new ReleaseTree(tree);
    TreeManifest manifest = release.manifest();
    List<TreeFault> faults = release.verify(manifest);
    if (!faults.isEmpty()) {
      String some =
          String.join(
              ", ",
              faults.stream()
                  .limit(SHOWN_FAULTS)
                  .map(fault -> fault.path() + " (" + fault.kind().id() + ")")
                  .toList());
      throw FeedException.refused(
          "Could not take " + tree + " for a release.",
          faults.size() + " of its files are not as its manifest.json says: " + some + ".",
          "Unpack the release anew.");
    }
    // Clients make their manifest.json from the feed's, and name the slot by its hash.
    if (!TreeManifest.slotName(manifest.text()).equals(release.slotName())) {
      throw FeedException.refused(
          "Could not take " + tree + " for a release.",
          "Its manifest.json has fields or blanks that a feed would lose.",
          "Publish it with the `feed` of that release.");
    }
    return manifest;
  }

  private Release release(ChannelEdit edit, TreeManifest manifest, String name)
      throws FeedException {
    Version version = ChannelEdit.parse(manifest.version());
    Optional<Release> old = edit.find(version.toString());
    Map<String, String> platforms = new TreeMap<>(old.map(Release::platforms).orElse(Map.of()));
    platforms.put(manifest.platform(), name);
    String salt = edit.salt(version.toString());
    return options.release(version.toString(), platforms, old, salt, context.now());
  }

  private static void requireSame(Optional<byte[]> published, byte[] text, String version)
      throws FeedException {
    if (published.isPresent() && !Arrays.equals(published.get(), text)) {
      throw FeedException.refused(
          "Could not add " + version + ".",
          "The feed has that version for that platform, with other files. A release never changes.",
          "Give the new one a higher version.");
    }
  }
}

package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.protocol.release.ChannelFile.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed promote}. */
@Command(
    name = "promote",
    description = {
      "Offers a release of one channel in another one, the same files.",
      "Its layouts and the least version to come from are as they were, unless they are given;",
      "its rollout begins anew."
    })
final class PromoteCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Option(
      names = "--version",
      required = true,
      paramLabel = "VERSION",
      description = "Which release.")
  private String version;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "NAME",
      description = "The channel that has it.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NAME",
      description = "The channel that gets it.")
  private String to;

  @Mixin private ReleaseOptions options;

  PromoteCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      Channels channels = new Channels(feed, Published.of(feed));
      Release source = new ChannelEdit(from, channels.require(from)).require(version);
      ChannelEdit edit = new ChannelEdit(to, channels.find(to).orElse(ChannelFile.EMPTY));
      Map<String, byte[]> manifests = new LinkedHashMap<>();
      Map<String, String> platforms = new TreeMap<>();
      for (Map.Entry<String, String> platform : source.platforms().entrySet()) {
        String name = channels.manifestTarget(to, version, platform.getKey());
        platforms.put(platform.getKey(), name);
        manifests.put(name, manifest(channels, platform.getValue()));
      }
      Optional<Release> base = edit.find(version).or(() -> Optional.of(fresh(source)));
      Release release =
          options.release(version, platforms, base, edit.salt(version), context.now());
      boolean isNew = channels.stage(to, edit.with(release), manifests, context.now());
      context.say(
          isNew
              ? version + " waits for signatures to be in " + to + ": `feed sign`."
              : "Nothing to do: " + to + " has " + version + " so already.");
      return 0;
    }
  }

  private byte[] manifest(Channels channels, String name)
      throws IOException, TrustException, FeedException {
    return channels
        .bytes(channels.role(from), name)
        .orElseThrow(
            () ->
                FeedException.notFound(
                    "Could not find the files of " + version + ".",
                    "The feed has no target " + name + ".",
                    "Run `feed verify` on the feed."));
  }

  /** As it is offered for the first time: all of it but how far it had got elsewhere. */
  private Release fresh(Release source) {
    return new Release(
        source.version(),
        context.now(),
        source.platforms(),
        source.minFrom(),
        source.layout(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

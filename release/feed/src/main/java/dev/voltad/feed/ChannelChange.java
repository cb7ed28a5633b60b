package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.release.ChannelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share that change something about one release of a channel. */
final class ChannelChange {
  @Parameters(paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Option(
      names = "--channel",
      required = true,
      paramLabel = "NAME",
      description = "For example stable.")
  private String channel;

  @Option(
      names = "--version",
      required = true,
      paramLabel = "VERSION",
      description = "Which release.")
  private String version;

  /** From one channel to the next. */
  interface Edit {
    ChannelFile apply(ChannelEdit channel, String version) throws FeedException;
  }

  /** Makes it a draft, and says so. */
  int stage(Context context, Edit edit) throws FeedException, IOException, TrustException {
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      Channels channels = new Channels(feed, Published.of(feed));
      ChannelEdit before = new ChannelEdit(channel, channels.require(channel));
      ChannelFile after = edit.apply(before, version);
      boolean isNew = channels.stage(channel, after, Map.of(), context.now());
      context.say(
          isNew
              ? "The change of " + channel + " waits for signatures: `feed sign`."
              : "Nothing to do: " + channel + " says so already.");
      return 0;
    }
  }
}

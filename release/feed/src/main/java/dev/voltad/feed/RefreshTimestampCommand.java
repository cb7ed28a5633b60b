package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed refresh-timestamp}. */
@Command(
    name = "refresh-timestamp",
    description = {
      "Says anew that the feed is current, and with it the snapshot if that is due.",
      "To be run twice a day: clients distrust a feed that nobody vouches for any more."
    })
final class RefreshTimestampCommand implements Callable<Integer> {
  private static final Duration SOON = Duration.ofDays(30);

  private final Context context;

  @Parameters(paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description = "The keys of timestamp and snapshot; may be given more than once.")
  private List<Path> keys;

  RefreshTimestampCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    KeyRing ring = KeyRing.of(keys);
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      new Publication(feed, context, ring).refreshTimestamp();
      Published published = Published.of(feed);
      for (String role : published.roles().keySet()) {
        Instant expires = published.role(role).expires();
        boolean isOffline = role.equals(Metadata.ROOT) || role.equals(Metadata.TARGETS);
        if (isOffline && expires.isBefore(context.now().plus(SOON))) {
          context
              .err()
              .println(
                  "note: "
                      + role
                      + " expires at "
                      + expires
                      + ": `feed renew --role "
                      + role
                      + "`");
        }
      }
      return 0;
    }
  }
}

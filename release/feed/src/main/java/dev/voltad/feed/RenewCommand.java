package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed renew}. */
@Command(
    name = "renew",
    description = {
      "Gives a role a new version that only expires later.",
      "To be signed: `feed sign`."
    })
final class RenewCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "root, targets, or one that targets delegates to.")
  private String role;

  RenewCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      Published published = Published.of(feed);
      boolean isOnline = role.equals(Metadata.SNAPSHOT) || role.equals(Metadata.TIMESTAMP);
      if (isOnline || !published.has(role)) {
        throw FeedException.arguments(
            (isOnline ? "Not to be renewed alone: " : "No role of this feed: ") + role + ".",
            isOnline ? "Run `feed refresh-timestamp`." : "Name root or targets.");
      }
      Drafts drafts = new Drafts(feed, published);
      drafts.renew(
          role, drafts.latest(role).signed(), Settings.of(feed).expires(role, context.now()));
      context.say("The next version of " + role + " waits for signatures: `feed sign`.");
      return 0;
    }
  }
}

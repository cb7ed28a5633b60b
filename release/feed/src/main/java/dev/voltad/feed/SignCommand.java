package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed sign}. */
@Command(
    name = "sign",
    description = {
      "Signs what waits with the keys at hand. What has all its signatures is published,",
      "if the keys of snapshot and timestamp are at hand too."
    })
final class SignCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description = "A folder with key files, or one key file; may be given more than once.")
  private List<Path> keys;

  @Option(
      names = "--without-old",
      description = {
        "With a new root: publish it though the old keys of snapshot, timestamp or targets are",
        "lost. A client that comes at that moment finds nothing to trust, and tries again."
      })
  private boolean isWithoutOld;

  SignCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    KeyRing ring = KeyRing.of(keys);
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      new Publication(feed, context, ring).signAndPublish(isWithoutOld);
      return 0;
    }
  }
}

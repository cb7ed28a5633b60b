package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed verify}. */
@Command(
    name = "verify",
    description = {
      "Fetches all of a feed as a client does, and says what is in it and when it expires.",
      "Ends with 22 if a client would refuse any of it."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int SHOWN_FAULTS = 3;

  private final Context context;

  @Parameters(paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "The root to begin with; without it, the feed's first, which proves less.")
  private Path root;

  VerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException {
    FeedFolder feed;
    try (FeedFolder found = FeedFolder.reading(top)) {
      feed = found;
    }
    byte[] first =
        root == null
            ? feed.require(FeedFolder.metadataFile(Metadata.ROOT, 1))
            : Files.readAllBytes(root);
    Path folder = Files.createTempDirectory("feed-verify");
    try {
      show(new FeedCheck(feed.path("").toUri(), first, folder, context));
      return 0;
    } catch (TrustException e) {
      throw FeedException.signature(
          "Could not verify the feed.",
          "A client would take nothing from it: " + e.getMessage() + ".",
          "Run `feed refresh-timestamp` or `feed renew` if it has expired; else compare it with a"
              + " mirror.");
    } finally {
      delete(folder);
    }
  }

  private void show(FeedCheck check) throws TrustException, IOException, FeedException {
    context.say(line("%-12s %8s  %-20s  %s", "role", "version", "expires", "days left"));
    for (Map.Entry<String, Metadata> role : check.roles().entrySet()) {
      Metadata document = role.getValue();
      long days = Duration.between(context.now(), document.expires()).toDays();
      context.say(
          line(
              "%-12s %8d  %-20s  %9d",
              role.getKey(), document.version(), document.expires(), days));
    }
    context.say("");
    context.say(line("%-44s %10s  %s", "target", "bytes", "verdict"));
    for (FeedCheck.Row row : check.targets()) {
      context.say(line("%-44s %10d  %s", row.target(), row.bytes(), row.verdict()));
    }
    List<String> faults = check.faults();
    if (!faults.isEmpty()) {
      throw FeedException.signature(
          "Could not verify the feed.",
          faults.size()
              + " targets are wrong: "
              + String.join("; ", faults.subList(0, Math.min(SHOWN_FAULTS, faults.size())))
              + ".",
          "Copy what is damaged from a mirror, or add the release again.");
    }
  }

  private static String line(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).stripTrailing();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

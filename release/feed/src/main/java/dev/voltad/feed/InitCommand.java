package dev.voltad.feed;

import dev.voltad.daemon.trust.Hashes;
import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed init}. */
@Command(
    name = "init",
    description = "Makes a feed without anything in it, and a file for each of its keys.")
final class InitCommand implements Callable<Integer> {
  private static final int MAX_KEYS = 16;

  private final Context context;

  @Parameters(paramLabel = "FEED", description = "The folder to make.")
  private Path top;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description = "Where the key files go; not into the feed.")
  private Path keys;

  @Option(names = "--root-keys", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int rootKeys = 3;

  @Option(
      names = "--root-threshold",
      paramLabel = "N",
      description = "How many of them must sign (${DEFAULT-VALUE}).")
  private int rootThreshold = 2;

  @Option(names = "--targets-keys", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int targetsKeys = 3;

  @Option(
      names = "--targets-threshold",
      paramLabel = "N",
      description = "How many of them must sign (${DEFAULT-VALUE}).")
  private int targetsThreshold = 2;

  @Option(
      names = "--nightly",
      description = "Let a key of its own sign the channel nightly and its releases.")
  private boolean isNightly;

  @Option(names = "--root-days", paramLabel = "N", description = "Its life (${DEFAULT-VALUE}).")
  private int rootDays = 365;

  @Option(names = "--targets-days", paramLabel = "N", description = "Its life (${DEFAULT-VALUE}).")
  private int targetsDays = 90;

  @Option(names = "--nightly-days", paramLabel = "N", description = "Its life (${DEFAULT-VALUE}).")
  private int nightlyDays = 14;

  @Option(names = "--snapshot-days", paramLabel = "N", description = "Its life (${DEFAULT-VALUE}).")
  private int snapshotDays = 14;

  @Option(
      names = "--timestamp-days",
      paramLabel = "N",
      description = "Its life (${DEFAULT-VALUE}).")
  private int timestampDays = 7;

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    Settings settings = settings();
    Map<String, Initial.Quorum> quorums = new LinkedHashMap<>();
    quorums.put(Metadata.ROOT, quorum(rootKeys, rootThreshold));
    quorums.put(Metadata.TARGETS, quorum(targetsKeys, targetsThreshold));
    quorums.put(Metadata.SNAPSHOT, quorum(1, 1));
    quorums.put(Metadata.TIMESTAMP, quorum(1, 1));
    if (isNightly) {
      quorums.put(Metadata.NIGHTLY, quorum(1, 1));
    }
    Path folder = top.toAbsolutePath().normalize();
    if (keys.toAbsolutePath().normalize().startsWith(folder)) {
      throw FeedException.arguments(
          keys + " is in the feed, which everybody can read.", "Name another folder.");
    }
    try (FeedFolder feed = FeedFolder.locked(top, context.disk())) {
      if (feed.has(FeedFolder.TIMESTAMP_FILE)) {
        context.say("Nothing to do: " + folder + " is a feed already.");
        return 0;
      }
      new Initial(feed, context, keys, quorums).make(settings);
      String root = FeedFolder.metadataFile(Metadata.ROOT, 1);
      context.say("Made " + folder + ". Clients begin with " + feed.path(root));
      context.say("sha256 " + Hashes.sha256(feed.require(root)));
      return 0;
    }
  }

  private static Initial.Quorum quorum(int keys, int threshold) throws FeedException {
    if (keys < 1 || keys > MAX_KEYS || threshold < 1 || threshold > keys) {
      throw FeedException.arguments(
          threshold + " of " + keys + " keys cannot be asked to sign.",
          "Name 1 to " + MAX_KEYS + " keys, and a threshold of at most that.");
    }
    return new Initial.Quorum(keys, threshold);
  }

  /** What is signed more often lives no longer than what it names: else it is of no use so long. */
  private Settings settings() throws FeedException {
    List<Integer> growing = List.of(timestampDays, snapshotDays, targetsDays, rootDays);
    for (int i = 0; i < growing.size(); i++) {
      int days = growing.get(i);
      if (days < 1 || days > Settings.MAX_DAYS || i > 0 && days < growing.get(i - 1)) {
        throw FeedException.arguments(
            "The lives of timestamp, snapshot, targets and root, "
                + growing
                + " days, do not grow from 1 to at most "
                + Settings.MAX_DAYS
                + ".",
            "Give those that come later in this order longer lives.");
      }
    }
    if (nightlyDays < 1 || nightlyDays > Settings.MAX_DAYS) {
      throw FeedException.arguments("No life: " + nightlyDays + " days.", "Name a number of days.");
    }
    return new Settings(
        Map.of(
            Metadata.ROOT, rootDays,
            Metadata.TARGETS, targetsDays,
            Metadata.NIGHTLY, nightlyDays,
            Metadata.SNAPSHOT, snapshotDays,
            Metadata.TIMESTAMP, timestampDays));
  }
}

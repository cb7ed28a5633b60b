package dev.voltad.feed;

import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustKey;
import dev.voltad.feed.Documents.Signers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed rotate}. */
@Command(
    name = "rotate",
    description = {
      "Changes the keys of a role, by a new root.",
      "To be signed by the old keys and the new: `feed sign`."
    })
final class RotateCommand implements Callable<Integer> {
  private static final int MIN_DIGITS = 8;

  private final Context context;

  @Parameters(paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "root, targets, snapshot or timestamp.")
  private String role;

  @Option(
      names = "--add",
      paramLabel = "FILE",
      description = "A public key, as `feed key` makes it; may be given more than once.")
  private List<Path> added = List.of();

  @Option(
      names = "--remove",
      paramLabel = "ID",
      description = "A key by the first 8 digits of its id; may be given more than once.")
  private List<String> removed = List.of();

  @Option(names = "--threshold", paramLabel = "N", description = "How many must sign from now on.")
  private Integer threshold;

  RotateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    if (!Published.TOP.contains(role)) {
      throw FeedException.arguments(
          "No role of a root: " + role + ".", "Name one of " + String.join(", ", Published.TOP));
    }
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      Published published = Published.of(feed);
      Drafts drafts = new Drafts(feed, published);
      Metadata root = drafts.latest(Metadata.ROOT);
      Map<String, Signers> signers = new LinkedHashMap<>();
      for (String each : Published.TOP) {
        RoleKeys now = Published.signers(root, each);
        List<TrustKey> keys = new ArrayList<>(now.keys().values());
        signers.put(each, new Signers(keys, (int) now.threshold()));
      }
      signers.put(role, changed(signers.get(role)));
      Settings settings = Settings.of(feed);
      boolean isNew =
          drafts.stage(
              Metadata.ROOT,
              Documents.root(root.version(), root.expires(), signers),
              settings.expires(Metadata.ROOT, context.now()));
      Optional<Metadata> draft = drafts.read(Metadata.ROOT);
      if (isNew && role.equals(Metadata.TARGETS)) {
        // The new keys have to sign what is current, too: as its next version.
        drafts.renew(role, drafts.latest(role).signed(), settings.expires(role, context.now()));
      }
      context.say(
          isNew
              ? "Root " + draft.orElseThrow().version() + " waits for signatures: `feed sign`."
              : "Nothing to do: these are the keys of " + role + " already.");
      return 0;
    }
  }

  private Signers changed(Signers before) throws IOException, FeedException {
    List<TrustKey> keys = new ArrayList<>(before.keys());
    for (String id : removed) {
      if (id.length() < MIN_DIGITS) {
        throw FeedException.arguments(
            "Too little of the id of a key: " + id + ".", "Give at least its first 8 digits.");
      }
      keys.removeIf(key -> key.id().startsWith(id)); // one that is gone already is no error
    }
    for (Path file : added) {
      TrustKey key = KeyFile.readPublic(file);
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    int needed = threshold == null ? before.threshold() : threshold;
    if (needed < 1 || needed > keys.size()) {
      throw FeedException.refused(
          "Could not change the keys of " + role + ".",
          needed + " of " + keys.size() + " keys cannot be asked to sign.",
          "Add keys, or set --threshold.");
    }
    return new Signers(keys, needed);
  }
}

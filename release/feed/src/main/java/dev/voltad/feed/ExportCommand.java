package dev.voltad.feed;

import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustKey;
import dev.voltad.daemon.trust.TrustedFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code feed export}. */
@Command(
    name = "export",
    description = {
      "Writes a small file with what waits for signatures, to be signed on another machine:",
      "`feed sign-file`, then `feed import`."
    })
final class ExportCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file to make.")
  private Path file;

  ExportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      Published published = Published.of(feed);
      Drafts drafts = new Drafts(feed, published);
      List<Metadata> waiting = drafts.all();
      if (waiting.isEmpty()) {
        context.say("Nothing waits for signatures.");
        return 0;
      }
      SigningFile export = export(feed, published, drafts, waiting);
      if (Files.exists(file) && !isSame(file, export)) {
        throw FeedException.refused(
            "Could not write " + file + ".",
            "It is there already, and may hold signatures.",
            "Take it in with `feed import`, or name another file.");
      }
      new WholeFile(context.disk()).write(file, export.bytes());
      export.summary().forEach(context::say);
      return 0;
    }
  }

  private static boolean isSame(Path file, SigningFile export) throws IOException, TrustException {
    return Arrays.equals(Files.readAllBytes(file), export.bytes());
  }

  private static SigningFile export(
      FeedFolder feed, Published published, Drafts drafts, List<Metadata> waiting)
      throws IOException, TrustException {
    Optional<Metadata> root = drafts.read(Metadata.ROOT);
    List<SigningFile.Item> items = new ArrayList<>();
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Metadata draft : waiting) {
      Metadata before = published.role(draft.role());
      Map<String, TrustKey> keys = new LinkedHashMap<>();
      for (RoleKeys group : published.signers(draft.role(), root)) {
        keys.putAll(group.keys());
      }
      items.add(new SigningFile.Item(draft, before, new RoleKeys(1, keys)));
      files.putAll(channels(feed, before));
      files.putAll(channels(feed, draft));
    }
    byte[] first = feed.require(FeedFolder.metadataFile(Metadata.ROOT, 1));
    return new SigningFile(TrustedFeed.id(first), items, files);
  }

  private static Map<String, byte[]> channels(FeedFolder feed, Metadata document)
      throws IOException, TrustException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Optional<Fields> targets = document.fields().optionalObject("targets");
    if (targets.isPresent()) {
      for (Map.Entry<String, Fields> entry : targets.get().objects().entrySet()) {
        if (entry.getKey().startsWith("channels/")) {
          String path = Channels.target(entry.getKey(), entry.getValue()).path(true);
          String hash = entry.getValue().object("hashes").text("sha256");
          files.put(hash, feed.require(FeedFolder.TARGETS + path));
        }
      }
    }
    return files;
  }
}

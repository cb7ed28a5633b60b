package dev.voltad.feed;

import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustKey;
import dev.voltad.daemon.trust.TrustedFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code feed import}. */
@Command(
    name = "import",
    description = {
      "Takes in the signatures of an exported file, after verifying each.",
      "`feed sign` then publishes, with the keys of snapshot and timestamp."
    })
final class ImportCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "FEED", description = "The folder of the feed.")
  private Path top;

  @Parameters(index = "1", paramLabel = "FILE", description = "What `feed sign-file` signed.")
  private Path file;

  ImportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    SigningFile signed = SigningFile.parse(Files.readAllBytes(file));
    try (FeedFolder feed = FeedFolder.open(top, context.disk())) {
      byte[] first = feed.require(FeedFolder.metadataFile(Metadata.ROOT, 1));
      if (!TrustedFeed.id(first).equals(signed.feed())) {
        throw FeedException.refused(
            "Could not take in " + file + ".",
            "It is of the feed " + signed.feed() + ", this one is " + TrustedFeed.id(first) + ".",
            "Name the feed that it was exported from.");
      }
      Published published = Published.of(feed);
      Drafts drafts = new Drafts(feed, published);
      Optional<Metadata> root = drafts.read(Metadata.ROOT);
      Map<Metadata, List<RoleKeys>> taken = new LinkedHashMap<>();
      for (SigningFile.Item item : signed.items()) {
        List<RoleKeys> signers = published.signers(item.document().role(), root);
        taken.put(merged(drafts, item.document(), signers), signers);
      }
      // Only when all of it is right is any of it taken.
      for (Map.Entry<Metadata, List<RoleKeys>> document : taken.entrySet()) {
        drafts.keep(document.getKey());
        context.say(Signatures.of(document.getKey(), document.getValue()).text());
      }
      return 0;
    }
  }

  private Metadata merged(Drafts drafts, Metadata signed, List<RoleKeys> signers)
      throws IOException, TrustException, FeedException {
    Optional<Metadata> draft = drafts.read(signed.role());
    if (draft.isEmpty() || !draft.get().signed().equals(signed.signed())) {
      throw FeedException.refused(
          "Could not take in " + file + ".",
          "What waits for signatures of " + signed.role() + " has changed since it was exported.",
          "Export it anew: `feed export`.");
    }
    Map<String, TrustKey> keys = new LinkedHashMap<>();
    signers.forEach(group -> keys.putAll(group.keys()));
    Metadata merged = draft.get();
    for (Map.Entry<String, String> signature : signed.signatures().entrySet()) {
      TrustKey key = keys.get(signature.getKey());
      byte[] raw = HexFormat.of().parseHex(signature.getValue());
      if (key == null || !key.verifies(signed.message(), raw)) {
        throw FeedException.signature(
            "Could not take in " + file + ".",
            "The signature of " + signed.role() + " by " + signature.getKey() + " is not right.",
            "Sign it anew: `feed sign-file`.");
      }
      merged = merged.with(signature.getKey(), raw);
    }
    return merged;
  }
}

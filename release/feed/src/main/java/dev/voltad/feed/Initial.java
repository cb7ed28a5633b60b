package dev.voltad.feed;

import dev.voltad.daemon.trust.Delegation;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustKey;
import dev.voltad.feed.Documents.Signers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first documents of a feed, and their keys. The settings are written first, and say that the
 * feed was begun: then a run after a kill takes the keys and documents that are there and makes the
 * rest. Before them, a key file that is there is somebody's, and refused.
 */
final class Initial {
  /**
   * How many keys a role has, and how many of them must sign.
   *
   * @param keys 1 to 16
   */
  record Quorum(int keys, int threshold) {}

  private final FeedFolder feed;
  private final Context context;
  private final Path keyFolder;
  private final Map<String, Quorum> quorums;

  /**
   * @param quorums by role; one of {@code nightly} only if that is delegated
   */
  Initial(FeedFolder feed, Context context, Path keyFolder, Map<String, Quorum> quorums) {
    this.feed = feed;
    this.context = context;
    this.keyFolder = keyFolder;
    this.quorums = new TreeMap<>(quorums);
  }

  void make(Settings wanted) throws IOException, TrustException, FeedException {
    Settings settings = begin(wanted);
    Map<String, Signers> signers = new LinkedHashMap<>();
    Map<TrustKey, KeyFile> ring = new LinkedHashMap<>();
    for (Map.Entry<String, Quorum> role : quorums.entrySet()) {
      List<KeyFile> keys = keys(role.getKey(), role.getValue().keys());
      keys.forEach(key -> ring.put(key.key(), key));
      List<TrustKey> open = keys.stream().map(KeyFile::key).toList();
      signers.put(role.getKey(), new Signers(open, role.getValue().threshold()));
    }
    documents(settings, signers, new KeyRing(ring));
  }

  private Settings begin(Settings wanted) throws IOException, TrustException, FeedException {
    var begun = Settings.find(feed);
    if (begun.isPresent()) {
      return begun.get();
    }
    for (Path file : keyFiles()) {
      if (Files.exists(file)) {
        throw FeedException.refused(
            "Could not make keys in " + keyFolder + ".",
            "There is a " + file.getFileName() + " already.",
            "Name another folder with --keys.");
      }
    }
    wanted.write(feed);
    return wanted;
  }

  private List<Path> keyFiles() {
    List<Path> files = new ArrayList<>();
    quorums.forEach(
        (role, quorum) -> {
          for (int i = 1; i <= quorum.keys(); i++) {
            files.add(keyFile(role, i, quorum.keys()));
          }
        });
    return files;
  }

  private Path keyFile(String role, int number, int count) {
    return keyFolder.resolve(role + (count == 1 ? "" : "-" + number) + KeyFile.ENDING);
  }

  private List<KeyFile> keys(String role, int count) throws IOException {
    context.disk().makeFolder(keyFolder);
    List<KeyFile> keys = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Path file = keyFile(role, i, count);
      keys.add(Files.exists(file) ? KeyFile.read(file) : KeyFile.make(context.disk(), file));
    }
    return keys;
  }

  private void documents(Settings settings, Map<String, Signers> signers, KeyRing ring)
      throws IOException, TrustException, FeedException {
    Map<String, Signers> top = new LinkedHashMap<>(signers);
    Signers nightly = top.remove(Metadata.NIGHTLY);
    Metadata root =
        first(
            Documents.root(1, settings.expires(Metadata.ROOT, context.now()), top),
            Metadata.ROOT,
            signers(top.get(Metadata.ROOT)),
            ring);
    JsonObject targets = Documents.targets(settings.expires(Metadata.TARGETS, context.now()));
    JsonObject meta = JsonObject.EMPTY;
    if (nightly != null) {
      targets = Documents.delegating(targets, Metadata.NIGHTLY, nightly);
    }
    Metadata trusted = first(targets, Metadata.TARGETS, Published.signers(root, "targets"), ring);
    meta = meta.with("targets.json", Documents.promise(1, trusted.bytes()));
    if (nightly != null) {
      JsonObject empty = Documents.targets(settings.expires(Metadata.NIGHTLY, context.now()));
      Metadata delegated = first(empty, Metadata.NIGHTLY, delegate(trusted), ring);
      meta = meta.with("nightly.json", Documents.promise(1, delegated.bytes()));
    }
    Metadata snapshot =
        first(
            Documents.snapshot(1, settings.expires(Metadata.SNAPSHOT, context.now()), meta),
            Metadata.SNAPSHOT,
            Published.signers(root, Metadata.SNAPSHOT),
            ring);
    JsonObject promise = Documents.promise(1, snapshot.bytes());
    JsonObject timestamp =
        Documents.timestamp(1, settings.expires(Metadata.TIMESTAMP, context.now()), promise);
    RoleKeys last = Published.signers(root, Metadata.TIMESTAMP);
    Metadata signed = ring.sign(Metadata.unsigned(Metadata.TIMESTAMP, timestamp), List.of(last));
    feed.replace(FeedFolder.TIMESTAMP_FILE, signed.bytes());
  }

  private static RoleKeys signers(Signers signers) {
    Map<String, TrustKey> keys = new LinkedHashMap<>();
    signers.keys().forEach(key -> keys.put(key.id(), key));
    return new RoleKeys(signers.threshold(), keys);
  }

  private static RoleKeys delegate(Metadata targets) throws TrustException {
    return Delegation.parseAll(targets.fields().object("delegations")).get(0).keys();
  }

  /** The one that is there, or this one. */
  private Metadata first(JsonObject document, String role, RoleKeys signers, KeyRing ring)
      throws IOException, TrustException, FeedException {
    String file = FeedFolder.metadataFile(role, 1);
    var present = feed.read(file);
    if (present.isPresent()) {
      return Metadata.parse(role, present.get());
    }
    Metadata signed = ring.sign(Metadata.unsigned(role, document), List.of(signers));
    feed.publish(file, signed.bytes());
    return signed;
  }
}

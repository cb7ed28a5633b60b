package dev.voltad.feed;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes signed drafts what the feed says. The order is that of a mirror: blobs and targets are
 * there already, then the documents by their versions, then the snapshot, and {@code
 * timestamp.json} last, by which all of it becomes true at once. Drafts go after that. Killed
 * anywhere before the timestamp, the feed says what it said; after it, what it was to say.
 *
 * <p>A new root becomes true by being there, so it comes after the timestamp, and only if all that
 * is current holds under it too: what changes hands is signed by both sides. So a client that has
 * it, and one that has not, both find a feed that they can trust, at each moment.
 */
final class Publication {
  private final FeedFolder feed;
  private final Context context;
  private final KeyRing keys;
  private Published published;
  private boolean isWithoutOld;

  Publication(FeedFolder feed, Context context, KeyRing keys) throws IOException, TrustException {
    this.feed = feed;
    this.context = context;
    this.keys = keys;
    this.published = Published.of(feed);
  }

  /**
   * Signs what waits with the keys at hand, and publishes what then has all its signatures.
   *
   * @param isBreak whether a new root comes first, with nothing signed by the keys that it
   *     dismisses: they are lost. Killed before the timestamp, clients refuse the feed until {@link
   *     #refreshTimestamp} or the same again.
   */
  void signAndPublish(boolean isBreak) throws IOException, TrustException, FeedException {
    isWithoutOld = isBreak;
    Drafts drafts = new Drafts(feed, published);
    List<Metadata> waiting = drafts.all();
    if (waiting.isEmpty()) {
      context.say("Nothing waits for signatures.");
      return;
    }
    Optional<Metadata> root = drafts.read(Metadata.ROOT);
    List<Metadata> complete = new ArrayList<>();
    for (Metadata draft : waiting) {
      List<RoleKeys> signers = signers(draft.role(), root);
      Metadata signed = keys.sign(draft, signers);
      if (!signed.equals(draft)) {
        drafts.keep(signed);
      }
      Signatures state = Signatures.of(signed, signers);
      context.say(state.text());
      if (state.isComplete()) {
        complete.add(signed);
      }
    }
    publish(complete, root);
  }

  private void publish(List<Metadata> complete, Optional<Metadata> root)
      throws IOException, TrustException, FeedException {
    List<Metadata> documents =
        complete.stream().filter(draft -> !draft.role().equals(Metadata.ROOT)).toList();
    Optional<Metadata> newRoot =
        complete.stream().filter(draft -> draft.role().equals(Metadata.ROOT)).findFirst();
    boolean isStale = newRoot.isPresent() && !holdsUnder(newRoot.get());
    if (!documents.isEmpty() || isStale) {
      if (!publishDocuments(documents, root, isWithoutOld ? newRoot : Optional.empty())) {
        return;
      }
      published = Published.of(feed);
    }
    if (newRoot.isPresent() && published.root().version() < newRoot.get().version()) {
      publishRoot(newRoot.get());
    }
  }

  /** Who must sign a role; what changes hands, both sides, unless the old keys are lost. */
  private List<RoleKeys> signers(String role, Optional<Metadata> root) throws TrustException {
    boolean isOfRoot = Published.TOP.contains(role) && !role.equals(Metadata.ROOT);
    return isWithoutOld && isOfRoot && root.isPresent()
        ? List.of(Published.signers(root.get(), role))
        : published.signers(role, root);
  }

  /** False if the keys of snapshot and timestamp are not at hand. */
  private boolean publishDocuments(
      List<Metadata> documents, Optional<Metadata> root, Optional<Metadata> first)
      throws IOException, TrustException, FeedException {
    JsonObject meta = published.role(Metadata.SNAPSHOT).fields().object("meta").object();
    for (Metadata draft : documents) {
      meta = meta.with(draft.role() + ".json", Documents.promise(draft.version(), draft.bytes()));
    }
    Instant expires = Settings.of(feed).expires(Metadata.SNAPSHOT, context.now());
    long version = feed.highest(Metadata.SNAPSHOT) + 1;
    Metadata snapshot =
        keys.sign(
            Metadata.unsigned(Metadata.SNAPSHOT, Documents.snapshot(version, expires, meta)),
            signers(Metadata.SNAPSHOT, root));
    Metadata timestamp = timestamp(snapshot, root);
    if (!isComplete(snapshot, root) || !isComplete(timestamp, root)) {
      context.say(
          "To publish it, the keys of snapshot and timestamp are needed too: `feed sign` with"
              + " theirs.");
      return false;
    }
    if (first.isPresent()) {
      feed.publish(
          FeedFolder.metadataFile(Metadata.ROOT, first.get().version()), first.get().bytes());
    }
    for (Metadata draft : documents) {
      feed.publish(FeedFolder.metadataFile(draft.role(), draft.version()), draft.bytes());
    }
    feed.publish(FeedFolder.metadataFile(Metadata.SNAPSHOT, version), snapshot.bytes());
    feed.replace(FeedFolder.TIMESTAMP_FILE, timestamp.bytes());
    for (Metadata draft : documents) {
      new Drafts(feed, published).remove(draft.role());
      context.say("Published " + draft.role() + " " + draft.version() + ".");
    }
    if (first.isPresent()) {
      new Drafts(feed, published).remove(Metadata.ROOT);
      context.say("Published root " + first.get().version() + ".");
    }
    return true;
  }

  private void publishRoot(Metadata root) throws IOException, TrustException, FeedException {
    if (!holdsUnder(root)) {
      context.say("The new root waits until what is current is signed by its keys too.");
      return;
    }
    feed.publish(FeedFolder.metadataFile(Metadata.ROOT, root.version()), root.bytes());
    new Drafts(feed, published).remove(Metadata.ROOT);
    context.say("Published root " + root.version() + ".");
  }

  /** Whether a client with that root would trust what the feed says now. */
  private boolean holdsUnder(Metadata root) throws TrustException {
    for (String role : List.of(Metadata.TIMESTAMP, Metadata.SNAPSHOT, Metadata.TARGETS)) {
      RoleKeys signers = Published.signers(root, role);
      if (!Signatures.of(published.role(role), List.of(signers)).isComplete()) {
        return false;
      }
    }
    return true;
  }

  private boolean isComplete(Metadata document, Optional<Metadata> root) throws TrustException {
    return Signatures.of(document, signers(document.role(), root)).isComplete();
  }

  /** The next one, signed with the keys at hand. */
  private Metadata timestamp(Metadata snapshot, Optional<Metadata> root)
      throws IOException, TrustException, FeedException {
    JsonObject promise = Documents.promise(snapshot.version(), snapshot.bytes());
    Instant expires = Settings.of(feed).expires(Metadata.TIMESTAMP, context.now());
    long version = published.role(Metadata.TIMESTAMP).version() + 1;
    return keys.sign(
        Metadata.unsigned(Metadata.TIMESTAMP, Documents.timestamp(version, expires, promise)),
        signers(Metadata.TIMESTAMP, root));
  }

  /** A new timestamp, and a new snapshot if the present one would expire first or is not signed. */
  void refreshTimestamp() throws IOException, TrustException, FeedException {
    Optional<Metadata> root = new Drafts(feed, published).read(Metadata.ROOT);
    Metadata snapshot = published.role(Metadata.SNAPSHOT);
    Instant until = Settings.of(feed).expires(Metadata.TIMESTAMP, context.now());
    List<RoleKeys> signers = published.signers(Metadata.SNAPSHOT, Optional.empty());
    boolean isSigned = Signatures.of(snapshot, signers).isComplete();
    if (!isSigned || snapshot.expires().isBefore(until)) {
      snapshot = nextSnapshot(root);
    }
    Metadata timestamp = timestamp(snapshot, root);
    for (Metadata document : List.of(snapshot, timestamp)) {
      requireComplete(document);
    }
    feed.publish(FeedFolder.metadataFile(Metadata.SNAPSHOT, snapshot.version()), snapshot.bytes());
    feed.replace(FeedFolder.TIMESTAMP_FILE, timestamp.bytes());
    context.say("Published timestamp " + timestamp.version() + ", which expires at " + until + ".");
  }

  private Metadata nextSnapshot(Optional<Metadata> root)
      throws IOException, TrustException, FeedException {
    Instant expires = Settings.of(feed).expires(Metadata.SNAPSHOT, context.now());
    JsonObject next =
        Documents.next(
            published.role(Metadata.SNAPSHOT).signed(),
            feed.highest(Metadata.SNAPSHOT) + 1,
            expires);
    return keys.sign(
        Metadata.unsigned(Metadata.SNAPSHOT, next), published.signers(Metadata.SNAPSHOT, root));
  }

  /** Under the present root; a draft of one may have keys that are not at hand yet. */
  private void requireComplete(Metadata document) throws TrustException, FeedException {
    Signatures state =
        Signatures.of(document, published.signers(document.role(), Optional.empty()));
    if (!state.isComplete()) {
      throw FeedException.signature(
          "Could not sign " + document.role() + ".",
          state.text(),
          "Name the folder that has its keys: --keys DIR.");
    }
  }
}

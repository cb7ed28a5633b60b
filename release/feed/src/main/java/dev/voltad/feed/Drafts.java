package dev.voltad.feed;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Documents that wait for signatures: {@code work/<role>.json}. A draft that was changed has none;
 * one whose version is published already is what a killed run left, and is as if it were not there.
 */
final class Drafts {
  private final FeedFolder feed;
  private final Published published;

  Drafts(FeedFolder feed, Published published) {
    this.feed = feed;
    this.published = published;
  }

  private static String file(String role) {
    return FeedFolder.WORK + role + ".json";
  }

  Optional<Metadata> read(String role) throws IOException, TrustException {
    Optional<byte[]> bytes = feed.read(file(role));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    Metadata draft = Metadata.parse(role, bytes.get());
    boolean isDone = draft.version() <= published.role(role).version();
    return isDone ? Optional.empty() : Optional.of(draft);
  }

  /** Those that wait, a root first and targets last: the order in which they are published. */
  List<Metadata> all() throws IOException, TrustException {
    List<String> roles = new ArrayList<>(List.of(Metadata.ROOT));
    published.delegations().forEach(delegation -> roles.add(delegation.role()));
    roles.add(Metadata.TARGETS);
    List<Metadata> drafts = new ArrayList<>();
    for (String role : roles) {
      read(role).ifPresent(drafts::add);
    }
    return drafts;
  }

  /** What a role says, or is to say. */
  Metadata latest(String role) throws IOException, TrustException {
    return read(role).orElse(published.role(role));
  }

  /** Writes a document down as the next version of its role, unless nothing would change. */
  boolean stage(String role, JsonObject document, Instant expires)
      throws IOException, TrustException {
    if (document.equals(latest(role).signed())) {
      return false;
    }
    renew(role, document, expires);
    return true;
  }

  /** The same, if only for its new expiry. */
  void renew(String role, JsonObject document, Instant expires) throws IOException, TrustException {
    // Not only the published one's next: a killed run may have left a file that nothing names.
    long version = Math.max(feed.highest(role) + 1, latest(role).version());
    JsonObject next = Documents.next(document, version, expires);
    keep(Metadata.unsigned(role, next));
  }

  void keep(Metadata draft) throws IOException {
    feed.replace(file(draft.role()), draft.bytes());
  }

  void remove(String role) throws IOException {
    feed.remove(file(role));
  }
}

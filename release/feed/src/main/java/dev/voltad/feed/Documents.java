package dev.voltad.feed;

import dev.voltad.daemon.trust.Hashes;
import dev.voltad.daemon.trust.JsonValue;
import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The documents of The Update Framework, specification 1.0.34, section 4. */
final class Documents {
  private static final String SPECIFICATION = "1.0.34";

  /**
   * Who may sign a role.
   *
   * @param threshold how many of them must, at least 1
   */
  record Signers(List<TrustKey> keys, int threshold) {
    JsonObject toJson() {
      return JsonObject.EMPTY
          .with("keyids", JsonList.ofTexts(keys.stream().map(TrustKey::id).sorted().toList()))
          .with("threshold", threshold);
    }
  }

  private Documents() {}

  private static JsonObject document(String type, long version, Instant expires) {
    return JsonObject.EMPTY
        .with("_type", type)
        .with("spec_version", SPECIFICATION)
        .with("version", version)
        .with("expires", expires.toString());
  }

  /** The same document as its next version. */
  static JsonObject next(JsonObject document, long version, Instant expires) {
    return document.with("version", version).with("expires", expires.toString());
  }

  /**
   * @param signers of the four roles of the top
   */
  static JsonObject root(long version, Instant expires, Map<String, Signers> signers) {
    JsonObject roles = JsonObject.EMPTY;
    for (Map.Entry<String, Signers> role : signers.entrySet()) {
      roles = roles.with(role.getKey(), role.getValue().toJson());
    }
    return document(Metadata.ROOT, version, expires)
        .with("consistent_snapshot", true)
        .with("keys", keys(signers.values().stream().flatMap(s -> s.keys.stream()).toList()))
        .with("roles", roles);
  }

  private static JsonObject keys(List<TrustKey> all) {
    JsonObject keys = JsonObject.EMPTY;
    for (TrustKey key : all) {
      keys = keys.with(key.id(), key.toJson());
    }
    return keys;
  }

  static JsonObject targets(Instant expires) {
    return document(Metadata.TARGETS, 1, expires).with("targets", JsonObject.EMPTY);
  }

  /** The same, which trusts a role of one channel with that channel and its releases. */
  static JsonObject delegating(JsonObject targets, String role, Signers signers) {
    List<String> paths = List.of(Channels.target(role), role + "/*/*");
    JsonValue delegation =
        signers
            .toJson()
            .with("name", role)
            .with("terminating", true)
            .with("paths", JsonList.ofTexts(paths));
    return targets.with(
        "delegations",
        JsonObject.EMPTY
            .with("keys", keys(signers.keys))
            .with("roles", new JsonList(List.of(delegation))));
  }

  /**
   * @param meta what it promises of each role, by name, for example {@code targets.json}
   */
  static JsonObject snapshot(long version, Instant expires, JsonObject meta) {
    return document(Metadata.SNAPSHOT, version, expires).with("meta", meta);
  }

  static JsonObject timestamp(long version, Instant expires, JsonObject snapshot) {
    return document(Metadata.TIMESTAMP, version, expires)
        .with("meta", JsonObject.EMPTY.with("snapshot.json", snapshot));
  }

  /** What one document promises of another. */
  static JsonObject promise(long version, byte[] bytes) {
    return target(bytes).with("version", version);
  }

  /** What is promised of a target. */
  static JsonObject target(byte[] bytes) {
    return JsonObject.EMPTY
        .with("length", bytes.length)
        .with("hashes", JsonObject.EMPTY.with("sha256", Hashes.sha256(bytes)));
  }
}

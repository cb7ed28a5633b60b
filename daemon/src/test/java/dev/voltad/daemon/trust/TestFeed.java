package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A publisher of feeds, honest or not. Documents and signers can be changed at will; {@link
 * #publish} makes the next version of a role, signs it, and promises it one role higher.
 */
final class TestFeed {
  /** When the feed was made; everything expires 30 days later unless told otherwise. */
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final int LIFE_DAYS = 30;

  /** All files, by path, for example {@code metadata/1.root.json}. */
  final Map<String, byte[]> files = new ConcurrentHashMap<>();

  final Map<String, List<TestKey>> signers = new HashMap<>();
  private final Map<String, JsonObject> documents = new HashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private boolean promisesHashes = true;
  private boolean consistent = true;

  /** With one key for each role and no targets; published. */
  TestFeed() {
    for (String role : RoleName.TOP) {
      documents.put(role, document(role));
    }
    edit("root", root -> root.with("keys", JsonObject.EMPTY).with("roles", JsonObject.EMPTY));
    edit("root", root -> root.with("consistent_snapshot", true));
    edit("snapshot", snapshot -> snapshot.with("meta", JsonObject.EMPTY));
    edit("targets", targets -> targets.with("targets", JsonObject.EMPTY));
    for (String role : RoleName.TOP) {
      signedBy(role, 1, TestKey.ed25519());
    }
    publish("root", "targets", "snapshot", "timestamp");
  }

  private static JsonObject document(String type) {
    return JsonObject.EMPTY
        .with("_type", type)
        .with("spec_version", "1.0.34")
        .with("expires", NOW.plus(LIFE_DAYS, ChronoUnit.DAYS).toString());
  }

  /** Promises neither lengths nor hashes from now on. */
  TestFeed withoutHashes() {
    promisesHashes = false;
    return this;
  }

  /** Names files without versions and hashes from the next root on. */
  TestFeed inconsistent() {
    consistent = false;
    return edit("root", root -> root.with("consistent_snapshot", false));
  }

  JsonObject document(String role, String field) {
    return (JsonObject) documents.get(role).fields().get(field);
  }

  TestFeed edit(String role, UnaryOperator<JsonObject> change) {
    documents.computeIfPresent(role, (name, old) -> change.apply(old));
    return this;
  }

  TestFeed expires(String role, Instant time) {
    return edit(role, document -> document.with("expires", time.toString()));
  }

  TestFeed expiresInDays(String role, long days) {
    return expires(role, NOW.plus(days, ChronoUnit.DAYS));
  }

  /** Says who may sign a role of the top, and has them sign it. */
  TestFeed signedBy(String role, long threshold, TestKey... keys) {
    signers.put(role, new ArrayList<>(List.of(keys)));
    return trusts(role, threshold, List.of(keys));
  }

  /** Says who may sign a role of the top; who does is {@link #signers}. */
  TestFeed trusts(String role, long threshold, List<TestKey> keys) {
    JsonObject known = document("root", "keys");
    for (TestKey key : keys) {
      known = known.with(key.id(), key.key().toJson());
    }
    JsonObject all = known;
    JsonObject roles = document("root", "roles").with(role, roleOf(threshold, keys));
    return edit("root", root -> root.with("keys", all).with("roles", roles));
  }

  private static JsonObject roleOf(long threshold, List<TestKey> keys) {
    return JsonObject.EMPTY
        .with("keyids", JsonList.ofTexts(keys.stream().map(TestKey::id).distinct().toList()))
        .with("threshold", threshold);
  }

  /** Adds a target to a role, and the file to the feed; {@code role} is not published yet. */
  TestFeed target(String role, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    String hash = Hashes.sha256(bytes);
    JsonObject target =
        JsonObject.EMPTY
            .with("length", bytes.length)
            .with("hashes", JsonObject.EMPTY.with("sha256", hash));
    JsonObject targets = document(role, "targets").with(name, target);
    int slash = name.lastIndexOf('/') + 1;
    String prefix = consistent ? hash + "." : "";
    files.put("targets/" + name.substring(0, slash) + prefix + name.substring(slash), bytes);
    return edit(role, document -> document.with("targets", targets));
  }

  /** Adds a delegation; the role is made if it is not there, with a key of its own. */
  TestFeed delegate(String from, String to, boolean terminating, String... paths) {
    return delegate(from, to, terminating, JsonObject.EMPTY.with("paths", texts(paths)));
  }

  static JsonList texts(String... texts) {
    return JsonList.ofTexts(List.of(texts));
  }

  TestFeed delegate(String from, String to, boolean terminating, JsonObject cover) {
    documents.putIfAbsent(to, document("targets").with("targets", JsonObject.EMPTY));
    List<TestKey> keys = signers.computeIfAbsent(to, r -> List.of(TestKey.ed25519()));
    JsonObject old = document(from, "delegations");
    JsonObject known = old == null ? JsonObject.EMPTY : (JsonObject) old.fields().get("keys");
    for (TestKey key : keys) {
      known = known.with(key.id(), key.key().toJson());
    }
    List<JsonValue> roles = new ArrayList<>();
    if (old != null) {
      roles.addAll(((JsonList) old.fields().get("roles")).items());
    }
    JsonObject role = roleOf(1, keys).with("name", to).with("terminating", terminating);
    for (Map.Entry<String, JsonValue> field : cover.fields().entrySet()) {
      role = role.with(field.getKey(), field.getValue());
    }
    roles.add(role);
    JsonObject delegations =
        JsonObject.EMPTY.with("keys", known).with("roles", new JsonList(roles));
    return edit(from, document -> document.with("delegations", delegations));
  }

  /** The next version of each, in this order. */
  TestFeed publish(String... roles) {
    for (String role : roles) {
      publishAs(role, versions.getOrDefault(role, 0L) + 1);
    }
    return this;
  }

  /** All that a new target needs. */
  TestFeed publishTargets() {
    return publish("targets", "snapshot", "timestamp");
  }

  /** A version of one role, whatever went before. */
  TestFeed publishAs(String role, long version) {
    versions.put(role, version);
    edit(role, document -> document.with("version", version));
    byte[] bytes = signed(role);
    put(role, version, bytes);
    JsonObject promise = promise(version, bytes);
    if (role.equals("snapshot")) {
      edit("timestamp", t -> t.with("meta", JsonObject.EMPTY.with("snapshot.json", promise)));
    } else if (!role.equals("root") && !role.equals("timestamp")) {
      JsonObject meta = document("snapshot", "meta").with(role + ".json", promise);
      edit("snapshot", snapshot -> snapshot.with("meta", meta));
    }
    return this;
  }

  private JsonObject promise(long version, byte[] bytes) {
    JsonObject promise = JsonObject.EMPTY.with("version", version);
    return promisesHashes
        ? promise
            .with("length", bytes.length)
            .with("hashes", JsonObject.EMPTY.with("sha256", Hashes.sha256(bytes)))
        : promise;
  }

  /** The file as it would be published now. */
  byte[] signed(String role) {
    JsonObject document = documents.get(role);
    byte[] message = CanonicalJson.of(document);
    List<JsonValue> signatures = new ArrayList<>();
    for (TestKey key : signers.get(role)) {
      signatures.add(signature(key.id(), key.sign(message)));
    }
    return file(signatures, document);
  }

  static JsonObject signature(String keyId, String hex) {
    return JsonObject.EMPTY.with("keyid", keyId).with("sig", hex);
  }

  static byte[] file(List<JsonValue> signatures, JsonObject document) {
    return JsonText.write(
        JsonObject.EMPTY.with("signatures", new JsonList(signatures)).with("signed", document));
  }

  JsonObject whole(String role) {
    return documents.get(role);
  }

  /** Puts bytes where a version of a role is asked for. */
  TestFeed put(String role, long version, byte[] bytes) {
    boolean isVersioned = role.equals("root") || consistent && !role.equals("timestamp");
    files.put("metadata/" + (isVersioned ? version + "." : "") + RoleName.file(role), bytes);
    return this;
  }

  byte[] root(int version) {
    return files.get("metadata/" + version + ".root.json");
  }

  long version(String role) {
    return versions.get(role);
  }

  byte[] current(String role) {
    boolean isVersioned = role.equals("root") || consistent && !role.equals("timestamp");
    return files.get(
        "metadata/" + (isVersioned ? versions.get(role) + "." : "") + RoleName.file(role));
  }

  /** The same files now, which later versions do not change. */
  Map<String, byte[]> copy() {
    return new ConcurrentHashMap<>(files);
  }

  /** As a folder, for {@code file://}. */
  void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}

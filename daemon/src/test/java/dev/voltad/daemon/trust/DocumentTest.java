package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.voltad.daemon.trust.JsonValue.JsonFlag;
import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonNull;
import dev.voltad.daemon.trust.JsonValue.JsonNumber;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.JsonValue.JsonString;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are not as the specification has them, one field at a time. */
class DocumentTest {
  private static final JsonObject EMPTY = JsonObject.EMPTY;
  private static final JsonObject HASH = EMPTY.with("sha256", "ab".repeat(32));
  private static final JsonObject TARGET = EMPTY.with("length", 1).with("hashes", HASH);

  private static Document read(String role, JsonObject document) throws TrustException {
    byte[] bytes = TestFeed.file(List.of(), document);
    return switch (role) {
      case "root" -> Document.Root.read(bytes);
      case "timestamp" -> Document.Timestamp.read(bytes);
      case "snapshot" -> Document.Snapshot.read(bytes);
      default -> Document.Targets.read(role, bytes);
    };
  }

  private static void assertFormat(String role, JsonObject document) {
    TrustException e = assertThrows(TrustException.class, () -> read(role, document));

    assertEquals(Kind.FORMAT, e.kind(), e::getMessage);
    assertEquals(role, e.role());
  }

  static Stream<Arguments> headers() {
    return Stream.of("root", "timestamp", "snapshot", "targets")
        .flatMap(
            role ->
                Stream.of(
                    arguments(role, "_type", new JsonString("other")),
                    arguments(role, "_type", new JsonNumber(1)),
                    arguments(role, "_type", null),
                    arguments(role, "spec_version", new JsonString("2.0.0")),
                    arguments(role, "spec_version", new JsonString("10.0")),
                    arguments(role, "spec_version", new JsonString("1")),
                    arguments(role, "spec_version", null),
                    arguments(role, "version", new JsonNumber(0)),
                    arguments(role, "version", new JsonNumber(-1)),
                    arguments(role, "version", new JsonString("1")),
                    arguments(role, "version", new JsonNull()),
                    arguments(role, "version", null),
                    arguments(role, "expires", new JsonString("2026-02-30T00:00:00Z")),
                    arguments(role, "expires", new JsonString("2026-11-30T00:00:00.5Z")),
                    arguments(role, "expires", new JsonString("2026-11-30T00:00:00+01:00")),
                    arguments(role, "expires", new JsonString("+12026-11-30T00:00:00Z")),
                    arguments(role, "expires", new JsonString("2026-11-30")),
                    arguments(role, "expires", new JsonNumber(1)),
                    arguments(role, "expires", null)));
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @MethodSource("headers")
  void read_headerWrong_isRefused(String role, String field, JsonValue value) {
    JsonObject right = new TestFeed().whole(role);

    assertFormat(role, value == null ? right.without(field) : right.with(field, value));
  }

  static Stream<Arguments> fields() {
    JsonObject role = EMPTY.with("keyids", TestFeed.texts("a")).with("threshold", 1);
    return Stream.of(
        arguments("root", "keys", new JsonList(List.of())),
        arguments("root", "keys", EMPTY.with("a", "key")),
        arguments("root", "keys", EMPTY.with("a", EMPTY.with("scheme", "x"))),
        arguments("root", "roles", EMPTY),
        arguments("root", "roles", roles(role.with("threshold", 0))),
        arguments("root", "roles", roles(role.with("threshold", -1))),
        arguments("root", "roles", roles(role.without("threshold"))),
        arguments("root", "roles", roles(role.with("keyids", TestFeed.texts("a", "a")))),
        arguments("root", "roles", roles(role.with("keyids", "a"))),
        arguments("root", "roles", roles(role.without("keyids"))),
        arguments("root", "consistent_snapshot", new JsonString("true")),
        arguments("timestamp", "meta", EMPTY),
        arguments("timestamp", "meta", EMPTY.with("targets.json", EMPTY.with("version", 1))),
        arguments("timestamp", "meta", meta("snapshot.json", EMPTY)),
        arguments("timestamp", "meta", meta("snapshot.json", EMPTY.with("version", 0))),
        arguments("timestamp", "meta", meta("snapshot.json", promise("length", -1))),
        arguments("timestamp", "meta", meta("snapshot.json", promise("length", 0))),
        arguments("snapshot", "meta", meta("targets.json", hashes(EMPTY))),
        arguments("snapshot", "meta", meta("targets.json", hashes(EMPTY.with("md5", "00")))),
        arguments("snapshot", "meta", meta("targets.json", hashes(EMPTY.with("sha256", "00")))),
        arguments(
            "snapshot", "meta", meta("x.json", hashes(EMPTY.with("sha256", "AB".repeat(32))))),
        arguments("targets", "targets", new JsonFlag(true)),
        arguments("targets", "targets", EMPTY.with("a", TARGET.without("length"))),
        arguments("targets", "targets", EMPTY.with("a", TARGET.with("length", -1))),
        arguments("targets", "targets", EMPTY.with("a", TARGET.without("hashes"))),
        arguments("targets", "delegations", new JsonNull()),
        arguments("targets", "delegations", EMPTY.with("keys", EMPTY)));
  }

  private static JsonObject roles(JsonObject timestamp) {
    return new TestFeed().document("root", "roles").with("timestamp", timestamp);
  }

  private static JsonObject meta(String name, JsonObject promise) {
    return EMPTY.with(name, promise);
  }

  private static JsonObject promise(String field, long value) {
    return EMPTY.with("version", 1).with(field, value);
  }

  private static JsonObject hashes(JsonObject hashes) {
    return EMPTY.with("version", 1).with("hashes", hashes);
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @MethodSource("fields")
  void read_fieldWrong_isRefused(String role, String field, JsonValue value) {
    assertFormat(role, new TestFeed().whole(role).with(field, value));
  }

  static Stream<Arguments> delegations() {
    JsonObject right =
        EMPTY
            .with("name", "a")
            .with("keyids", TestFeed.texts())
            .with("threshold", 1)
            .with("terminating", false)
            .with("paths", TestFeed.texts("*"));
    return Stream.of(
        arguments("no name", right.without("name")),
        arguments("empty name", right.with("name", "")),
        arguments("name of the root", right.with("name", "root")),
        arguments("name of the timestamp", right.with("name", "timestamp")),
        arguments("name of the snapshot in another case", right.with("name", "SnapShot")),
        arguments("its own name", right.with("name", "targets")),
        arguments("long name", right.with("name", "x".repeat(201))),
        arguments("long name, encoded", right.with("name", "/".repeat(67))),
        arguments("not terminating nor not", right.without("terminating")),
        arguments("neither paths nor prefixes", right.without("paths")),
        arguments("paths and prefixes", right.with("path_hash_prefixes", TestFeed.texts("a"))),
        arguments("paths are no list", right.with("paths", "*")),
        arguments("threshold of nobody", right.with("threshold", 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("delegations")
  void read_delegationWrong_isRefused(String name, JsonObject role) {
    JsonObject delegations = EMPTY.with("keys", EMPTY).with("roles", new JsonList(List.of(role)));

    assertFormat("targets", new TestFeed().whole("targets").with("delegations", delegations));
  }

  @Test
  void read_longestNameOfADelegation_isRead() throws Exception {
    String name = "x".repeat(200);
    JsonObject document = new TestFeed().delegate("targets", name, false, "*").whole("targets");

    Document.Targets targets = (Document.Targets) read("targets", document);

    assertEquals(name, targets.delegations().get(0).role());
  }

  @Test
  void read_rootThatDoesNotSayHowFilesAreNamed_isNotConsistent() throws Exception {
    JsonObject root = new TestFeed().whole("root");

    assertTrue(((Document.Root) read("root", root)).consistent());
    assertFalse(((Document.Root) read("root", root.without("consistent_snapshot"))).consistent());
  }

  static Stream<Arguments> promises() {
    OptionalLong none = OptionalLong.empty();
    OptionalLong right = OptionalLong.of(3);
    OptionalLong wrong = OptionalLong.of(4);
    Optional<Hashes> hash = Optional.of(Hashes.of(Map.of("sha256", Hashes.sha256(new byte[3]))));
    Optional<Hashes> other = Optional.of(Hashes.of(Map.of("sha256", Hashes.sha256(new byte[4]))));
    return Stream.of(
        arguments(true, none, Optional.empty()),
        arguments(true, right, Optional.empty()),
        arguments(false, wrong, Optional.empty()),
        arguments(true, none, hash),
        arguments(false, none, other),
        arguments(true, right, hash),
        arguments(false, right, other),
        arguments(false, wrong, hash));
  }

  /** Of length and hash, each that was promised must be right. */
  @ParameterizedTest(name = "{0}: {1}, {2}")
  @MethodSource("promises")
  void promise_ofAFile_holdsIfAllOfItDoes(
      boolean holds, OptionalLong length, Optional<Hashes> hashes) throws Exception {
    Document.FilePromise promise = new Document.FilePromise(1, length, hashes);

    assertEquals(holds, promise.holds(new byte[3]));
    if (holds) {
      promise.require("snapshot", new byte[3]);
    } else {
      TrustException e =
          assertThrows(TrustException.class, () -> promise.require("snapshot", new byte[3]));
      assertEquals(Kind.MISMATCH, e.kind());
    }
  }

  @Test
  void read_delegationTwice_isRefused() {
    TestFeed feed = new TestFeed();
    feed.delegate("targets", "a", false, "*").delegate("targets", "a", true, "x");

    assertFormat("targets", feed.whole("targets"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "null",
        "\"x\"",
        "{\"signed\":{}}",
        "{\"signed\":[],\"signatures\":[]}",
        "{\"signed\":{},\"signatures\":{}}",
        "{\"signed\":{},\"signatures\":[{}]}",
        "{\"signed\":{},\"signatures\":[{\"keyid\":\"a\",\"sig\":1}]}",
        "{\"signed\":{},\"signatures\":[{\"sig\":\"00\"}]}",
        "{\"signed\":{},\"signed\":{},\"signatures\":[]}",
        "not JSON"
      })
  void read_notAFileOfMetadata_isRefused(String text) {
    TrustException e =
        assertThrows(
            TrustException.class, () -> Document.Root.read(text.getBytes(StandardCharsets.UTF_8)));

    assertEquals(Kind.FORMAT, e.kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.0.0", "1.0.34", "1.99.9"})
  void read_anyFirstVersionOfTheSpecification_isRead(String version) throws Exception {
    JsonObject document = new TestFeed().whole("targets").with("spec_version", version);

    assertEquals(1, read("targets", document).header().version());
  }

  @Test
  void read_unknownHashBesideAKnownOne_isLeftToOthers() throws Exception {
    JsonObject target = TARGET.with("hashes", HASH.with("blake3", "zz"));
    JsonObject document = new TestFeed().whole("targets").with("targets", EMPTY.with("a", target));

    Document.Targets targets = (Document.Targets) read("targets", document);

    assertEquals("ab".repeat(32), targets.targets().get("a").hashes().get("sha256"));
    assertEquals(1, targets.targets().get("a").hashes().size());
  }
}

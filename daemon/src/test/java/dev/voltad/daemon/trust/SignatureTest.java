package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How signatures are counted: the attacker has fewer keys than the threshold. */
class SignatureTest {
  private final TestKey first = TestKey.ed25519();
  private final TestKey second = TestKey.ed25519();

  @TempDir Path dir;
  private TrustFixture fixture;
  private TestFeed feed;

  @BeforeEach
  void open() throws IOException {
    fixture = new TrustFixture(dir);
    feed = fixture.feed;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Gives the timestamp these key ids, each for some key, and publishes the root. */
  private void timestampKeys(long threshold, List<String> ids, List<JsonObject> keys) {
    JsonObject known = feed.document("root", "keys");
    for (int i = 0; i < ids.size(); i++) {
      known = known.with(ids.get(i), keys.get(i));
    }
    JsonObject all = known;
    JsonObject role =
        JsonObject.EMPTY.with("keyids", JsonList.ofTexts(ids)).with("threshold", threshold);
    JsonObject roles = feed.document("root", "roles").with("timestamp", role);
    feed.edit("root", root -> root.with("keys", all).with("roles", roles)).publish("root");
  }

  /** Publishes the timestamp with these signatures, {@code [id, hex]} each. */
  private void signTimestamp(List<List<String>> signatures) {
    feed.publish("timestamp");
    List<JsonValue> list = new ArrayList<>();
    signatures.forEach(pair -> list.add(TestFeed.signature(pair.get(0), pair.get(1))));
    feed.put("timestamp", feed.version("timestamp"), TestFeed.file(list, feed.whole("timestamp")));
  }

  private String sign(TestKey key) {
    feed.edit("timestamp", t -> t.with("version", feed.version("timestamp") + 1));
    return key.sign(CanonicalJson.of(feed.whole("timestamp")));
  }

  @Test
  void threshold_oneKeyUnderTwoIds_countsOnce() throws Exception {
    JsonObject key = first.key().toJson();
    timestampKeys(2, List.of("a", "b"), List.of(key, key));
    signTimestamp(List.of(List.of("a", sign(first)), List.of("b", sign(first))));

    fixture.assertRefused(Kind.SIGNATURE, "timestamp");
  }

  @Test
  void threshold_oneKeyWrittenInTwoWays_countsOnce() throws Exception {
    TestKey key = TestKey.ecdsa();
    JsonObject plain = key.key().toJson();
    JsonObject other = plain.with("keytype", "ecdsa-sha2-nistp256").with("x", "y");
    timestampKeys(2, List.of("a", "b"), List.of(plain, other));
    signTimestamp(List.of(List.of("a", sign(key)), List.of("b", sign(key))));

    fixture.assertRefused(Kind.SIGNATURE, "timestamp");
  }

  @Test
  void threshold_twoKeys_isReached() throws Exception {
    timestampKeys(2, List.of("a", "b"), List.of(first.key().toJson(), second.key().toJson()));
    signTimestamp(List.of(List.of("a", sign(first)), List.of("b", sign(second))));

    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void threshold_signaturesUnderTheOthersId_doNotCount() throws Exception {
    timestampKeys(2, List.of("a", "b"), List.of(first.key().toJson(), second.key().toJson()));
    signTimestamp(List.of(List.of("b", sign(first)), List.of("a", sign(second))));

    fixture.assertRefused(Kind.SIGNATURE, "timestamp");
  }

  @Test
  void threshold_moreThanThereAreKeys_isNeverReached() throws Exception {
    feed.signedBy("timestamp", 3, first, second).publish("root", "timestamp");

    fixture.assertRefused(Kind.SIGNATURE, "timestamp");
  }

  @Test
  void threshold_keyOfAnotherRole_doesNotCount() throws Exception {
    feed.signers.put("targets", feed.signers.get("snapshot"));
    feed.publishTargets();

    fixture.assertRefused(Kind.SIGNATURE, "targets");
  }

  @ParameterizedTest(name = "the first is {0}")
  @ValueSource(strings = {"right", "no hexadecimal"})
  void signatures_twoOfOneId_refuseTheFile(String which) throws Exception {
    timestampKeys(1, List.of("a"), List.of(first.key().toJson()));
    String hex = sign(first);
    signTimestamp(List.of(List.of("a", which.equals("right") ? hex : which), List.of("a", hex)));

    fixture.assertRefused(Kind.SIGNATURE, "timestamp");
  }

  @ParameterizedTest(name = "the other signature is \"{0}\"")
  @ValueSource(strings = {"", "00", "zz", "0", "not hexadecimal", "3006020100020100"})
  void signatures_oneIsNone_theOthersCount(String bad) throws Exception {
    TestKey ecdsa = TestKey.ecdsa();
    timestampKeys(1, List.of("a", "b"), List.of(first.key().toJson(), ecdsa.key().toJson()));
    signTimestamp(List.of(List.of("b", bad), List.of("a", sign(first))));

    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void signatures_none_refuseTheFile() throws Exception {
    fixture.refresh();
    feed.publish("timestamp");
    feed.put("timestamp", 2, TestFeed.file(List.of(), feed.whole("timestamp")));

    fixture.assertRefused(Kind.SIGNATURE, "timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void document_changedAfterSigning_isRefused(String role) throws Exception {
    feed.withoutHashes().publish("root").publishTargets();
    byte[] bytes = feed.current(role);
    String changed = new String(bytes).replace("2026-12-23", "2036-12-23");
    feed.put(role, feed.version(role), changed.getBytes());

    fixture.assertRefused(Kind.SIGNATURE, role);
  }

  @Test
  void keys_ofEveryScheme_sign() throws Exception {
    feed.signedBy("root", 1, feed.signers.get("root").get(0), TestKey.ecdsa(), TestKey.rsa());
    feed.publish("root");
    feed.signedBy("timestamp", 1, TestKey.rsa()).signedBy("targets", 1, TestKey.ecdsa());
    feed.trusts("root", 3, List.copyOf(feed.signers.get("root"))).publish("root").publishTargets();

    fixture.refresh();

    fixture.assertCurrent();
    assertEquals(3, fixture.version("root"));
  }

  @Test
  void keys_ofUnknownKinds_harmNothing() throws Exception {
    JsonObject future =
        JsonObject.EMPTY
            .with("keytype", "ml-dsa")
            .with("scheme", "ml-dsa-65/1")
            .with("keyval", JsonObject.EMPTY.with("public", JsonObject.EMPTY.with("x", 1)));
    JsonObject otherScheme = first.key().toJson().with("scheme", "ed25519ctx");
    JsonObject broken =
        first.key().toJson().with("keyval", JsonObject.EMPTY.with("public", "no key"));
    timestampKeys(
        1,
        List.of("future", "scheme", "broken", "none", "good"),
        List.of(future, otherScheme, broken, future, second.key().toJson()));
    signTimestamp(
        List.of(
            List.of("future", "00"),
            List.of("scheme", sign(first)),
            List.of("good", sign(second))));

    fixture.refresh();

    fixture.assertCurrent();
  }

  /** A scheme that we do not know is never taken for one that we do. */
  @Test
  void keys_ofUnknownScheme_doNotCount() throws Exception {
    JsonObject otherScheme = first.key().toJson().with("scheme", "ed25519ctx");
    timestampKeys(1, List.of("a"), List.of(otherScheme));
    signTimestamp(List.of(List.of("a", sign(first))));

    fixture.assertRefused(Kind.SIGNATURE, "timestamp");
  }

  @Test
  void keys_idWithoutAKey_isIgnored() throws Exception {
    timestampKeys(1, List.of("a"), List.of(first.key().toJson()));
    JsonObject role =
        JsonObject.EMPTY.with("keyids", TestFeed.texts("a", "nobody")).with("threshold", 1);
    JsonObject roles = feed.document("root", "roles").with("timestamp", role);
    feed.edit("root", root -> root.with("roles", roles)).publish("root");
    signTimestamp(List.of(List.of("nobody", "00"), List.of("a", sign(first))));

    fixture.refresh();

    fixture.assertCurrent();
  }
}

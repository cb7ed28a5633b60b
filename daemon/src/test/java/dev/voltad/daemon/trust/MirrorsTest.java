package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two copies of a feed, of which one is not as it should be: the other one helps. */
class MirrorsTest {
  @TempDir Path dir;
  private TrustFixture fixture;
  private TestFeed feed;
  private FeedServer bad;

  @BeforeEach
  void open() throws IOException {
    fixture = new TrustFixture(dir);
    feed = fixture.feed;
    bad = new FeedServer(feed.files);
  }

  @AfterEach
  void close() {
    bad.close();
    fixture.close();
  }

  private TrustedTargets refresh() throws TrustException {
    return fixture.refresh(bad.mirror(), fixture.server.mirror());
  }

  @Test
  void firstMirror_hidesTheNewRoot_secondIsAsked() throws Exception {
    bad.serve(feed.copy());
    feed.signedBy("timestamp", 1, TestKey.ed25519()).publish("root", "timestamp");

    refresh();

    fixture.assertCurrent();
    assertEquals(2, fixture.version("root"));
  }

  @Test
  void lastMirror_hidesTheNewRoot_firstWasAsked() throws Exception {
    bad.serve(feed.copy());
    feed.signedBy("timestamp", 1, TestKey.ed25519()).publish("root", "timestamp");

    fixture.refresh(fixture.server.mirror(), bad.mirror());

    fixture.assertCurrent();
  }

  @Test
  void nextRoot_absentOnTwo_isNotAskedOfAThird() throws Exception {
    try (FeedServer third = new FeedServer(feed.files)) {
      fixture.refresh(bad.mirror(), fixture.server.mirror(), third.mirror());

      assertEquals(List.of(), third.requests);
      assertTrue(fixture.server.requests.contains("metadata/2.root.json"));
    }
  }

  @Test
  void nextRoot_oneAbsentOneDown_goesOn() throws Exception {
    fixture.server.close();

    refresh();

    assertEquals(1, fixture.version("root"));
  }

  @Test
  void firstMirror_down_secondHelps() throws Exception {
    bad.close();

    TrustedTargets trusted = refresh();

    fixture.assertCurrent();
    assertEquals(Kind.UNREACHABLE, trusted.mirrorFaults().get(0).kind());
    assertFalse(trusted.mirrorFaults().get(0).kind().isTampering());
  }

  @ParameterizedTest(name = "{0} is not right")
  @ValueSource(strings = {"2.root", "timestamp", "2.snapshot", "2.targets"})
  void firstMirror_tampers_secondHelpsAndItIsTold(String file) throws Exception {
    feed.publish("root").publishTargets();
    String path = "metadata/" + file + ".json";
    byte[] wrong = new String(feed.files.get(path)).replace("2026-12-23", "2036-12-23").getBytes();
    Map<String, byte[]> files = feed.copy();
    files.put(path, wrong);
    bad.serve(files);

    TrustedTargets trusted = refresh();

    fixture.assertCurrent();
    TrustException fault = trusted.mirrorFaults().get(0);
    assertTrue(fault.kind().isTampering(), fault::getMessage);
    assertTrue(fault.getMessage().contains(bad.address().resolve(path).toString()));
    assertEquals(1, trusted.mirrorFaults().size());
  }

  /** Keys are read before any signature is looked at, so they may be anything. */
  @Test
  void firstMirror_hasARootWithAKeyThatIsNone_secondHelps() throws Exception {
    Map<String, byte[]> files = feed.copy();
    String pem = "-----BEGIN PUBLIC KEY-----END PUBLIC KEY-----";
    JsonObject key =
        JsonObject.EMPTY
            .with("keytype", "rsa")
            .with("scheme", "rsassa-pss-sha256")
            .with("keyval", JsonObject.EMPTY.with("public", pem));
    JsonObject root = feed.whole("root").with("keys", JsonObject.EMPTY.with("a", key));
    files.put("metadata/2.root.json", TestFeed.file(List.of(), root));
    bad.serve(files);

    TrustedTargets trusted = refresh();

    fixture.assertCurrent();
    assertEquals(Kind.SIGNATURE, trusted.mirrorFaults().get(0).kind());
  }

  @Test
  void firstMirror_tampered_isAskedLastFromThenOn() throws Exception {
    feed.publish("root");
    Map<String, byte[]> files = feed.copy();
    files.put("metadata/2.root.json", feed.root(1));
    bad.serve(files);

    refresh();

    assertEquals(List.of("metadata/2.root.json", "metadata/3.root.json"), bad.requests);
  }

  @Test
  void firstMirror_frozen_secondHelps() throws Exception {
    feed.expiresInDays("timestamp", 1).publish("timestamp");
    bad.serve(feed.copy());
    refresh();
    feed.expiresInDays("timestamp", 30).publish("timestamp");
    fixture.now = TestFeed.NOW.plusSeconds(2 * 86_400);

    TrustedTargets trusted = refresh();

    fixture.assertCurrent();
    assertEquals(Kind.EXPIRED, trusted.mirrorFaults().get(0).kind());
  }

  @Test
  void firstMirror_behind_secondHelps() throws Exception {
    Map<String, byte[]> old = feed.copy();
    feed.publishTargets();
    fixture.refresh();
    bad.serve(old);

    TrustedTargets trusted = refresh();

    assertEquals(Kind.ROLLBACK, trusted.mirrorFaults().get(0).kind());
    fixture.assertCurrent();
  }

  @Test
  void firstMirror_lacksWhatItPromises_secondHelps() throws Exception {
    Map<String, byte[]> files = feed.copy();
    files.remove("metadata/1.snapshot.json");
    bad.serve(files);

    refresh();

    fixture.assertCurrent();
    assertTrue(bad.requests.contains("metadata/1.targets.json"), "it is not asked first any more");
  }

  /** Of all failures the one that tells most is reported. */
  @Test
  void allMirrors_failDifferently_worstIsReported() throws Exception {
    fixture.refresh();
    feed.signers.put("timestamp", List.of(TestKey.ed25519()));
    feed.publish("timestamp");
    bad.serve(Map.of());

    TrustException e = fixture.refused(bad.mirror(), fixture.server.mirror(), bad.mirror());

    assertEquals(Kind.SIGNATURE, e.kind());
  }

  @Test
  void allMirrors_failAlike_theFirstIsReported() throws Exception {
    bad.serve(Map.of());
    feed.files.clear();

    TrustException e = fixture.refused(bad.mirror(), fixture.server.mirror());

    String asked = bad.address() + "metadata/timestamp.json";
    assertEquals("not_found: timestamp: HTTP status 404 (" + asked + ")", e.getMessage());
  }

  /** Only who was asked, where, is added to what is known of a failure. */
  @Test
  void failure_toldOfAnAddress_keepsWhatIsKnown() {
    Exception beside = new IOException("beside");
    TrustException e = TrustException.ofVersions(Kind.ROLLBACK, "a", "older", 2, 1);
    e.addSuppressed(beside);

    TrustException told = e.asked("b", "file:///x").afterChange(true);

    assertEquals("rollback: a: older: offered 1, trusted 2", e.getMessage());

    assertEquals("rollback: b: older: offered 1, trusted 2 (file:///x)", told.getMessage());
    assertEquals("b", told.role());
    assertEquals(OptionalLong.of(2), told.trustedVersion());
    assertEquals(OptionalLong.of(1), told.offeredVersion());
    assertArrayEquals(new Throwable[] {beside}, told.getSuppressed());
    assertArrayEquals(e.getStackTrace(), told.getStackTrace());
    assertTrue(told.storeChanged());
    assertTrue(told.asked("c", "file:///y").storeChanged());
  }

  @Test
  void noMirror_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> fixture.refresh(new Mirror[0]));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "UNREACHABLE, false",
    "SLOW, false",
    "NOT_FOUND, false",
    "EXPIRED, false",
    "TOO_LARGE, true",
    "FORMAT, true",
    "MISMATCH, true",
    "ROLLBACK, true",
    "SIGNATURE, true",
    "STORE, false"
  })
  void kind_isTamperingOrMayBeAnAccident(Kind kind, boolean tampering) {
    assertEquals(tampering, kind.isTampering());
  }

  /** Another mirror has no other disk. */
  @Test
  void download_diskFails_endsAtOnce() throws Exception {
    feed.target("targets", "a", "content").publishTargets();
    TrustedTargets trusted = fixture.refresh(fixture.server.mirror(), bad.mirror());
    Target target = trusted.target("a").orElseThrow();

    TrustException e =
        assertThrows(TrustException.class, () -> trusted.download(target, dir.resolve("none/a")));

    assertEquals(Kind.STORE, e.kind());
    assertEquals(List.of("metadata/2.root.json"), bad.requests);
    assertEquals(List.of(), trusted.mirrorFaults());
  }

  @Test
  void download_firstMirrorHasAnotherFile_secondHelps() throws Exception {
    feed.target("targets", "a", "content").publishTargets();
    Map<String, byte[]> files = feed.copy();
    files.replaceAll((path, old) -> path.startsWith("targets/") ? "CONTENT".getBytes() : old);
    bad.serve(files);
    TrustedTargets trusted = refresh();

    trusted.download(trusted.target("a").orElseThrow(), dir.resolve("a"));

    assertEquals("content", Files.readString(dir.resolve("a")));
    assertEquals(Kind.MISMATCH, trusted.mirrorFaults().get(0).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://10.0.0.1/",
        "ftp://localhost/",
        "file://host/share/",
        "file://a_host/share/",
        "file:share/",
        "jar:file:/x!/",
        "/tmp/feed",
        "//example.org/feed/",
        "https:///",
        "https://example.org/?x=",
        "https://example.org/#x"
      })
  void mirror_otherKindOfAddress_isRefused(String text) {
    URI address = URI.create(text);

    assertThrows(IllegalArgumentException.class, () -> Mirror.ofFeed(address));
    assertThrows(IllegalArgumentException.class, () -> new Mirror(address, address, address));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "https://example.org/feed, https://example.org/feed/",
    "https://example.org/feed/, https://example.org/feed/",
    "https://example.org, https://example.org/",
    "http://localhost:8080/, http://localhost:8080/",
    "http://[::1]:1/, http://[::1]:1/",
    "http://127.1.2.3/, http://127.1.2.3/",
    "file:///media/feed, file:///media/feed/"
  })
  void mirror_goodAddress_isTheFolderOfAFeed(String address, String folder) {
    Mirror mirror = Mirror.ofFeed(URI.create(address));

    assertEquals(URI.create(folder).resolve("metadata/"), mirror.metadata());
    assertEquals(URI.create(folder).resolve("targets/"), mirror.targets());
    assertEquals(URI.create(folder).resolve("blobs/"), mirror.blobs());
  }
}

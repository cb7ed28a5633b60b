package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an honest feed does, and what is asked for on the way. */
class RefreshTest {
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

  @Test
  void refresh_first_asksForEachRoleOnce() throws Exception {
    TrustedTargets trusted = fixture.refresh();

    assertEquals(
        List.of(
            "metadata/2.root.json",
            "metadata/timestamp.json",
            "metadata/1.snapshot.json",
            "metadata/1.targets.json"),
        fixture.server.requests);
    fixture.assertCurrent();
    assertEquals(
        Map.of("root", 1L, "timestamp", 1L, "snapshot", 1L, "targets", 1L), trusted.versions());
    assertEquals(TestFeed.NOW.plus(30, ChronoUnit.DAYS), trusted.expires());
    assertEquals(List.of(), trusted.mirrorFaults());
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.folder)));
  }

  @Test
  void refresh_nothingNew_asksForRootAndTimestampOnly() throws Exception {
    fixture.refresh();
    fixture.server.requests.clear();

    fixture.refresh();

    assertEquals(
        List.of("metadata/2.root.json", "metadata/timestamp.json"), fixture.server.requests);
  }

  @Test
  void refresh_newTargets_asksForWhatChanged() throws Exception {
    fixture.refresh();
    fixture.server.requests.clear();
    feed.target("targets", "a", "content").publishTargets();

    TrustedTargets trusted = fixture.refresh();

    assertTrue(fixture.server.requests.contains("metadata/2.targets.json"));
    assertEquals(7, trusted.target("a").orElseThrow().length());
    assertEquals(Optional.empty(), trusted.target("b"));
    fixture.assertCurrent();
  }

  @Test
  void refresh_withoutHashes_goesByVersions() throws Exception {
    feed.withoutHashes().publishTargets();

    fixture.refresh();
    feed.publishTargets();
    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void refresh_inconsistentSnapshot_asksForPlainNames() throws Exception {
    feed.inconsistent().target("targets", "a/b", "x").publish("root").publishTargets();

    TrustedTargets trusted = fixture.refresh();
    trusted.download(trusted.target("a/b").orElseThrow(), dir.resolve("b"));

    assertEquals("x", Files.readString(dir.resolve("b")));
    assertTrue(fixture.server.requests.contains("metadata/snapshot.json"));
    assertTrue(fixture.server.requests.contains("targets/a/b"));
  }

  @Test
  void refresh_bytesNotCanonical_areKeptAsReceived() throws Exception {
    byte[] compact = feed.current("timestamp");
    byte[] spread =
        new String(compact, StandardCharsets.UTF_8)
            .replace(",", " ,\n ")
            .getBytes(StandardCharsets.UTF_8);
    feed.put("timestamp", 1, spread);

    fixture.refresh();

    assertArrayEquals(spread, Files.readAllBytes(fixture.folder.resolve("timestamp.json")));
  }

  @Test
  void refresh_fieldsOfAnotherDay_areSignedAndIgnored() throws Exception {
    JsonObject extra = JsonObject.EMPTY.with("b", 1).with("a", "é\n\"\\");
    for (String role : RoleName.TOP) {
      feed.edit(role, document -> document.with("x-custom", extra));
    }
    feed.publish("targets", "snapshot", "timestamp", "root");

    fixture.refresh();

    fixture.assertCurrent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void refresh_storedFileSpoiled_isFetchedAnew(String role) throws Exception {
    fixture.refresh();
    Files.writeString(fixture.folder.resolve(role + ".json"), "{}");

    fixture.refresh();

    fixture.assertCurrent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void refresh_storedFileOfAStranger_isNotUsed(String role) throws Exception {
    fixture.refresh();
    List<TestKey> honest = feed.signers.put(role, List.of(TestKey.ed25519()));
    feed.expiresInDays(role, 300);
    byte[] forged = feed.signed(role);
    feed.signers.put(role, honest);
    Files.write(fixture.folder.resolve(role + ".json"), forged);

    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void refresh_storedFileIsALink_isReplacedAndNotFollowed() throws Exception {
    fixture.refresh();
    Path victim = Files.writeString(dir.resolve("victim"), "mine");
    Path stored = fixture.folder.resolve("timestamp.json");
    Files.delete(stored);
    Files.createSymbolicLink(stored, victim);

    fixture.refresh();

    assertEquals("mine", Files.readString(victim));
    assertFalse(Files.isSymbolicLink(stored));
  }

  /** Of somebody who keeps it on another disk. */
  @Test
  void refresh_folderIsALink_isUsed() throws Exception {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Files.createSymbolicLink(fixture.folder, elsewhere);

    fixture.refresh();

    fixture.assertCurrent();
    assertTrue(Files.exists(elsewhere.resolve("root.json")));
  }

  @Test
  void refresh_folderOfEverybody_isRefused() throws Exception {
    fixture.refresh();
    Files.setPosixFilePermissions(fixture.folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    TrustException e = assertThrows(TrustException.class, fixture::refresh);

    assertEquals(Kind.STORE, e.kind());
  }

  @Test
  void refresh_noRoot_asksNobody() throws Exception {
    fixture.shipped = List.of();

    TrustException e = fixture.refused(fixture.server.mirror());

    assertEquals(Kind.STORE, e.kind());
    assertEquals(List.of(), fixture.server.requests);
  }

  /** With no other to begin with: then it is told, and nobody is asked for one. */
  @Test
  void refresh_onlyRootSpoiled_isTold() throws Exception {
    fixture.refresh();
    fixture.shipped = List.of();
    fixture.server.requests.clear();
    feed.signers.put("root", List.of(TestKey.ed25519()));
    Files.write(fixture.folder.resolve("root.json"), feed.signed("root"));

    fixture.assertRefused(Kind.SIGNATURE, "root");
    Files.writeString(fixture.folder.resolve("root.json"), "{}");
    fixture.assertRefused(Kind.FORMAT, "root");

    assertEquals(List.of(), fixture.server.requests);
  }

  @Test
  void refresh_shippedRootNotSigned_asksNobody() throws Exception {
    feed.signers.put("root", List.of(TestKey.ed25519()));
    fixture.shipped = List.of(feed.signed("root"));

    fixture.assertRefused(Kind.SIGNATURE, "root");

    assertEquals(List.of(), fixture.server.requests);
    assertEquals(Set.of(), fixture.stored());
  }

  @Test
  void shippedRoots_many_areWalkedWithoutTheNetwork() throws Exception {
    for (int i = 0; i < 5; i++) {
      TestKey old = feed.signers.get("root").get(0);
      feed.signedBy("root", 1, TestKey.ed25519());
      feed.signers.get("root").add(old);
      feed.publish("root");
    }
    fixture.shipped = List.of(1, 2, 3, 4, 5, 6).stream().map(feed::root).toList();

    fixture.refresh();

    assertEquals("metadata/7.root.json", fixture.server.requests.get(0));
    assertEquals(6, fixture.version("root"));
  }

  @Test
  void shippedRoots_newerThanTheStoredOne_areWalkedFromIt() throws Exception {
    fixture.refresh();
    feed.publish("root", "root");
    fixture.shipped = List.of(feed.root(1), feed.root(2), feed.root(3));
    fixture.server.requests.clear();

    fixture.refresh();

    assertEquals("metadata/4.root.json", fixture.server.requests.get(0));
    assertEquals(3, fixture.version("root"));
  }

  @Test
  void shippedRoots_ofTwoFeeds_neverShareAFolder() throws Exception {
    TestFeed other = new TestFeed();
    Path trust = dir.resolve("tuf");
    try (FeedServer server = new FeedServer(other.files)) {
      TrustedFeed.shipped(
              trust, List.of(feed.root(1)), List.of(fixture.server.mirror()), () -> fixture.now)
          .refresh();
      TrustedFeed theirs =
          TrustedFeed.shipped(
              trust, List.of(other.root(1)), List.of(server.mirror()), () -> fixture.now);
      theirs.refresh();

      for (TestFeed each : List.of(feed, other)) {
        Path folder = trust.resolve(TrustedFeed.id(each.root(1)));
        assertArrayEquals(each.current("root"), Files.readAllBytes(folder.resolve("root.json")));
      }
      server.serve(feed.files);
      TrustException e = assertThrows(TrustException.class, theirs::refresh);
      assertEquals(Kind.SIGNATURE, e.kind());
    }
  }

  @Test
  void storeChanged_brokenAtTheSnapshot_isToldOnce() throws Exception {
    feed.files.remove("metadata/1.snapshot.json");

    assertTrue(fixture.assertRefused(Kind.NOT_FOUND, "snapshot").storeChanged());
    assertFalse(fixture.assertRefused(Kind.NOT_FOUND, "snapshot").storeChanged());
    assertEquals(Set.of("root.json", "timestamp.json"), fixture.stored());
  }
}

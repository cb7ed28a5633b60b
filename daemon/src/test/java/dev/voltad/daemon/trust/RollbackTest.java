package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing gets older, and parts of different states are not put together. */
class RollbackTest {
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
  void timestamp_older_isRefused() throws Exception {
    byte[] first = feed.current("timestamp");
    feed.publish("timestamp");
    fixture.refresh();
    feed.put("timestamp", 1, first);

    TrustException e = fixture.assertRefused(Kind.ROLLBACK, "timestamp");

    assertEquals(OptionalLong.of(2), e.trustedVersion());
    assertEquals(OptionalLong.of(1), e.offeredVersion());
    assertEquals(2, fixture.version("timestamp"));
  }

  @ParameterizedTest(name = "hashes promised: {0}")
  @ValueSource(booleans = {true, false})
  void timestamp_promisesOlderSnapshot_isRefused(boolean hashes) throws Exception {
    if (!hashes) {
      feed.withoutHashes();
    }
    feed.publish("snapshot", "timestamp");
    fixture.refresh();
    feed.publishAs("snapshot", 1).publish("timestamp");

    TrustException e = fixture.assertRefused(Kind.ROLLBACK, "timestamp");

    assertEquals(OptionalLong.of(1), e.offeredVersion());
    assertEquals(List.of(1L, 2L, 2L, 1L), fixture.versions());
  }

  @ParameterizedTest(name = "hashes promised: {0}")
  @ValueSource(booleans = {true, false})
  void snapshot_listsOlderTargets_isRefused(boolean hashes) throws Exception {
    if (!hashes) {
      feed.withoutHashes();
    }
    feed.publish("targets").publishTargets();
    fixture.refresh();
    feed.publishAs("targets", 1).publish("snapshot", "timestamp");

    TrustException e = fixture.assertRefused(Kind.ROLLBACK, "snapshot");

    assertEquals(OptionalLong.of(3), e.trustedVersion());
    assertEquals(List.of(1L, 3L, 2L, 3L), fixture.versions());
  }

  @Test
  void snapshot_listsOlderDelegatedRole_isRefused() throws Exception {
    feed.delegate("targets", "nightly", false, "*").publish("nightly", "nightly").publishTargets();
    fixture.refresh();
    feed.publishAs("nightly", 1).publish("snapshot", "timestamp");

    fixture.assertRefused(Kind.ROLLBACK, "snapshot");
  }

  @Test
  void snapshot_listsARoleNoMore_isRefused() throws Exception {
    feed.delegate("targets", "nightly", false, "*").publish("nightly").publishTargets();
    fixture.refresh();
    JsonObject fewer = feed.document("snapshot", "meta").without("nightly.json");
    feed.edit("snapshot", snapshot -> snapshot.with("meta", fewer))
        .publish("snapshot", "timestamp");

    fixture.assertRefused(Kind.ROLLBACK, "snapshot");
  }

  @Test
  void timestamp_sameVersionOtherContent_keepsTheFirst() throws Exception {
    byte[] first = feed.current("timestamp");
    fixture.refresh();
    feed.publish("targets", "snapshot").publishAs("timestamp", 1);

    fixture.refresh();

    assertArrayEquals(first, Files.readAllBytes(fixture.folder.resolve("timestamp.json")));
    assertEquals(List.of(1L, 1L, 1L, 1L), fixture.versions());
  }

  @ParameterizedTest(name = "{0} under the name of another version, hashes: no")
  @ValueSource(strings = {"snapshot", "targets"})
  void file_notThePromisedVersion_isRefused(String role) throws Exception {
    feed.withoutHashes().publishTargets();
    byte[] old = feed.current(role);
    feed.publishTargets();
    feed.put(role, 3, old);

    TrustException e = fixture.assertRefused(Kind.MISMATCH, role);

    assertEquals(OptionalLong.of(3), e.trustedVersion());
    assertEquals(OptionalLong.of(2), e.offeredVersion());
  }

  @ParameterizedTest(name = "{0} of another state under the promised name")
  @ValueSource(strings = {"snapshot", "targets"})
  void file_mixedWithAnotherState_isRefused(String role) throws Exception {
    fixture.refresh();
    feed.publishTargets();
    byte[] other = feed.current(role);
    feed.target("targets", "a", "x").publishAs("targets", 2).publishAs("snapshot", 2);
    feed.publishAs("timestamp", 2).put(role, 2, other);

    fixture.assertRefused(Kind.MISMATCH, role);

    assertEquals(1, fixture.version(role));
  }

  /** What counts is the promise, and it is of bytes. */
  @Test
  void file_storedOneOfTheVersionButNotTheHash_isFetchedAnew() throws Exception {
    fixture.refresh();
    feed.target("targets", "a", "x").publishAs("targets", 1).publish("snapshot", "timestamp");

    assertTrue(fixture.refresh().target("a").isPresent());

    fixture.assertCurrent();
  }

  @Test
  void file_longerThanPromised_isRefused() throws Exception {
    byte[] snapshot = feed.current("snapshot");
    byte[] longer = java.util.Arrays.copyOf(snapshot, snapshot.length + 1);
    longer[snapshot.length] = ' ';
    feed.put("snapshot", 1, longer);

    fixture.assertRefused(Kind.MISMATCH, "snapshot");
  }

  @Test
  void fastForward_timestampKeyStolen_newKeyBringsItBack() throws Exception {
    feed.publishAs("timestamp", 1_000_000);
    fixture.refresh();
    feed.signedBy("timestamp", 1, TestKey.ed25519()).publish("root").publishAs("timestamp", 2);

    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void fastForward_snapshotKeyStolen_newKeyBringsItBack() throws Exception {
    feed.publishAs("snapshot", 1_000_000).publish("timestamp");
    fixture.refresh();
    feed.signedBy("snapshot", 1, TestKey.ed25519()).publish("root");
    feed.publishAs("snapshot", 2).publish("timestamp");

    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void fastForward_targetsDrivenUp_newSnapshotKeyBringsThemBack() throws Exception {
    feed.publishAs("targets", 1_000_000).publish("snapshot", "timestamp");
    fixture.refresh();
    feed.signedBy("snapshot", 1, TestKey.ed25519()).publish("root");
    feed.publishAs("targets", 2).publish("snapshot", "timestamp");

    fixture.refresh();

    fixture.assertCurrent();
  }

  /** Without new keys a jump upwards is for ever: then what looks like recovery is an attack. */
  @Test
  void fastForward_sameKeys_staysRefused() throws Exception {
    feed.publishAs("timestamp", 1_000_000);
    fixture.refresh();
    feed.publish("root").publishAs("timestamp", 2);

    fixture.assertRefused(Kind.ROLLBACK, "timestamp");
  }

  /** A key that is only added takes nothing back, so that nothing can be rolled back by it. */
  @Test
  void keysAdded_storedFilesStillForbidRollback() throws Exception {
    byte[] first = feed.current("timestamp");
    feed.publish("timestamp");
    fixture.refresh();
    List<TestKey> both = List.of(feed.signers.get("timestamp").get(0), TestKey.ed25519());
    feed.trusts("timestamp", 1, both).publish("root").put("timestamp", 1, first);

    fixture.assertRefused(Kind.ROLLBACK, "timestamp");
  }

  @Test
  void mixAndMatch_eachFileOfAnotherDay_isRefused() throws Exception {
    feed.withoutHashes();
    Map<String, byte[]> mixed = feed.copy();
    feed.publishTargets().publishTargets();
    mixed.put("metadata/timestamp.json", feed.current("timestamp"));
    mixed.put("metadata/3.snapshot.json", feed.current("snapshot"));
    mixed.put("metadata/3.targets.json", feed.files.get("metadata/2.targets.json"));
    fixture.server.serve(mixed);

    fixture.assertRefused(Kind.MISMATCH, "targets");
  }
}

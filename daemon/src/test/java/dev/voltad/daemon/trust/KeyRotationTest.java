package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots that follow each other, and roles that get other keys. */
class KeyRotationTest {
  private static final List<TestKey> KEYS = Stream.generate(TestKey::ed25519).limit(10).toList();

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

  /** One version: which keys are the role's, how many must sign, which did. */
  record Step(String keys, long threshold, String signers) {
    private static List<TestKey> keys(String digits) {
      return digits.chars().mapToObj(c -> KEYS.get(c - '0')).toList();
    }

    void apply(TestFeed feed, String role) {
      feed.trusts(role, threshold, keys(keys));
      feed.signers.put(role, new ArrayList<>(keys(signers)));
    }
  }

  /** A step is {@code keys/threshold/signers}. */
  private static Step step(String text) {
    String[] parts = text.split("/");
    return new Step(parts[0], Long.parseLong(parts[1]), parts[2]);
  }

  static Stream<Arguments> rootChains() {
    return Stream.of(
        arguments("1 of 1, rotated", true, "1/1/1 2/1/21 2/1/2"),
        arguments("1 of 1, rotated, signatures too many", true, "1/1/314 2/1/3214 2/1/324"),
        arguments("3 of 5, different signers", true, "01234/3/024 01234/3/041 01234/3/013"),
        arguments("3 of 5, one rotated", true, "01234/3/024 01345/3/041"),
        arguments("3 of 5, one rotated in between", true, "01234/3/024 01345/3/0245 01345/3/045"),
        arguments("3 of 5, all rotated", true, "01234/3/024 56789/3/024567 56789/3/567"),
        arguments("threshold raised, 1 to 2 of 3", true, "123/1/1 123/2/12"),
        arguments("threshold lowered, 2 to 1 of 3", true, "123/2/12 123/1/12 123/1/1"),
        arguments("key added, 1 of 1 to 2 of 2", true, "1/1/1 12/2/12"),
        arguments("rotated without the old key", false, "1/1/1 2/1/234"),
        arguments("rotated without the new key", false, "1/1/1 2/1/134"),
        arguments("3 of 5, one rotated, 2 new signers", false, "01234/3/024 01345/3/024"),
        arguments("3 of 5, one rotated, 2 old signers", false, "01234/3/024 01345/3/045"),
        arguments("threshold raised, not reached", false, "123/1/1 123/2/2"),
        arguments("threshold lowered, old not reached", false, "123/2/12 123/1/1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rootChains")
  void root_chain_needsOldAndNewThreshold(String name, boolean isRight, String chain)
      throws Exception {
    List<Step> steps = Arrays.stream(chain.split(" ")).map(KeyRotationTest::step).toList();
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).apply(feed, "root");
      feed.publishAs("root", i + 1);
    }
    fixture.shipped = List.of(feed.root(1));

    if (isRight) {
      fixture.refresh();
    } else {
      fixture.assertRefused(Kind.SIGNATURE, "root");
    }

    int last = isRight ? steps.size() : steps.size() - 1;
    assertArrayEquals(feed.root(last), Files.readAllBytes(fixture.folder.resolve("root.json")));
  }

  static Stream<Arguments> rotations() {
    return Stream.of(
            arguments("rotated", true, "2/1/2"),
            arguments("signatures too many", true, "1/1/314"),
            arguments("without the new key", false, "2/1/134"),
            arguments("3 of 5, one signer is none of them", false, "01345/3/024"),
            arguments("3 of 5, two signers", false, "01345/3/04"),
            arguments("3 of 5, first three", true, "01234/3/024"),
            arguments("3 of 5, other order", true, "01234/3/041"),
            arguments("3 of 5, all sign", true, "01234/3/01234"))
        .flatMap(
            row ->
                Stream.of("timestamp", "snapshot", "targets")
                    .map(role -> arguments(role, row.get()[0], row.get()[1], row.get()[2])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rotations")
  void role_otherKeys_countFromTheNextRootOn(String role, String name, boolean isRight, String step)
      throws Exception {
    fixture.refresh();
    step(step).apply(feed, role);
    feed.publish("root").publishTargets();

    if (isRight) {
      fixture.refresh();
      fixture.assertCurrent();
    } else {
      fixture.assertRefused(Kind.SIGNATURE, role);
      assertEquals(2, fixture.version("root"));
    }
  }

  /** The root dismisses a key: what it signed is worth nothing, fresh or not. */
  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void role_keyDismissed_whatItSignedIsRefused(String role) throws Exception {
    fixture.refresh();
    feed.trusts(role, 1, List.of(TestKey.ed25519())).publish("root");

    fixture.assertRefused(Kind.SIGNATURE, role);
  }

  @ParameterizedTest(name = "a root that calls itself version {0}, as the second")
  @ValueSource(longs = {1, 3, 1000})
  void root_notTheNextVersion_isRefused(long version) throws Exception {
    feed.publishAs("root", version);
    byte[] wrong = feed.root((int) version);
    feed.put("root", 1, fixture.shipped.get(0)).put("root", 2, wrong);

    TrustException e = fixture.assertRefused(Kind.MISMATCH, "root");

    assertEquals(OptionalLong.of(version), e.offeredVersion());
    assertEquals(1, fixture.version("root"));
  }

  @Test
  void root_chainWithAGap_endsBeforeIt() throws Exception {
    feed.publish("root", "root", "root").files.remove("metadata/3.root.json");

    fixture.refresh();

    assertEquals(2, fixture.version("root"));
  }

  @Test
  void root_brokenLater_keepsWhatWasWalked() throws Exception {
    feed.publish("root", "root");
    feed.signers.put("root", List.of(TestKey.ed25519()));
    feed.publish("root");

    TrustException e = fixture.assertRefused(Kind.SIGNATURE, "root");

    assertEquals(3, fixture.version("root"));
    assertEquals(true, e.storeChanged());
  }

  @Test
  void root_endlessChain_isWalkedInSeveralRuns() throws Exception {
    for (int i = 0; i < Caps.ROOTS + 1; i++) {
      feed.publish("root");
    }

    fixture.assertRefused(Kind.TOO_LARGE, "root");
    assertEquals(Caps.ROOTS + 1, fixture.version("root"));
    fixture.refresh();

    assertEquals(Caps.ROOTS + 2, fixture.version("root"));
  }
}

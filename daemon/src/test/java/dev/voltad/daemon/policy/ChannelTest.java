package dev.voltad.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.daemon.policy.Channel.Withdrawal;
import dev.voltad.daemon.policy.Release.Manifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A channel, its releases and what they read: nothing that contradicts itself gets that far. */
final class ChannelTest {
  private static final Optional<Version> NONE = Optional.empty();

  private static Version version(String text) {
    return Version.parse(text);
  }

  private static List<Release> releases(String... versions) {
    return Arrays.stream(versions).map(text -> new ReleaseDraft(text).made()).toList();
  }

  private static Withdrawal withdrawn(String version, String instead) {
    return new Withdrawal(version(version), Optional.of(version(instead)));
  }

  private static void assertRefused(String why, Executable made) {
    assertEquals(why, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  @Test
  void channel_releases_areTheNewestFirst() {
    Channel channel =
        new Channel(releases("2.3.0", "2.10.0", "2.10.0-rc.1", "2.9.0"), List.of(), NONE);

    assertEquals(
        List.of("2.10.0", "2.10.0-rc.1", "2.9.0", "2.3.0"),
        channel.releases().stream().map(release -> release.version().toString()).toList());
  }

  @Test
  void channel_lookUp_passesOverBuilds() {
    Withdrawal taken = withdrawn("2.4.0", "2.3.0");
    Channel channel = new Channel(releases("2.3.0", "2.4.0"), List.of(taken), NONE);

    assertEquals(version("2.3.0"), channel.release(version("2.3.0+own")).orElseThrow().version());
    assertEquals(Optional.empty(), channel.release(version("2.3.1")));
    assertEquals(Optional.of(taken), channel.withdrawal(version("2.4.0+own")));
    assertEquals(Optional.empty(), channel.withdrawal(version("2.3.0")));
  }

  @Test
  void channel_contradictions_areRefused() {
    String not = "not allowed in a channel: ";
    assertRefused(
        not + "2.3.0 twice",
        () -> new Channel(releases("2.3.0", "2.4.0", "2.3.0"), List.of(), NONE));
    assertRefused(
        not + "2.4.0 twice",
        () ->
            new Channel(
                releases("2.3.0", "2.5.0"),
                List.of(
                    withdrawn("2.4.0", "2.3.0"),
                    withdrawn("2.4.1", "2.3.0"),
                    withdrawn("2.4.0", "2.5.0")),
                NONE));
    assertRefused(
        not + "no 2.3.1 to go to",
        () -> new Channel(releases("2.3.0"), List.of(withdrawn("2.4.0", "2.3.1")), NONE));
    assertRefused(
        not + "2.3.0, withdrawn, to go to",
        () ->
            new Channel(
                releases("2.3.0"),
                List.of(
                    withdrawn("2.4.0", "2.3.0"),
                    new Withdrawal(version("2.3.0"), Optional.empty())),
                NONE));
  }

  @Test
  void channel_tooMuch_isRefused() {
    List<Release> many = new ArrayList<>();
    List<Withdrawal> gone = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.add(new ReleaseDraft("1.0." + i).made());
      gone.add(new Withdrawal(version("0.1." + i), Optional.empty()));
    }
    assertEquals(1_000, new Channel(many, gone, NONE).releases().size());
    many.add(new ReleaseDraft("1.1.0").made());
    gone.add(new Withdrawal(version("0.2.0"), Optional.empty()));

    assertRefused(
        "not allowed in a channel: 1001 releases", () -> new Channel(many, List.of(), NONE));
    assertRefused(
        "not allowed in a channel: 1001 withdrawn", () -> new Channel(List.of(), gone, NONE));
  }

  @Test
  void release_buildMetadata_isRefused() {
    assertRefused(
        "a release has no build metadata: 2.3.0+x", () -> new ReleaseDraft("2.3.0+x").made());
  }

  @Test
  void release_platforms_areNamesAndNotTooMany() {
    Manifest manifest = new Manifest("m.json", ReleaseDraft.hash("x"));
    Map<String, Manifest> many = new HashMap<>();
    for (int i = 0; i < 64; i++) {
      many.put("linux-" + i, manifest);
    }
    assertEquals(64, with(many).manifests().size());
    many.put("macos-arm64", manifest);

    assertRefused("2.3.0 is for 65 platforms", () -> with(many));
    for (String name : List.of("", "Linux", "linux/x64", "a".repeat(33))) {
      assertRefused("not a platform: " + name, () -> with(Map.of(name, manifest)));
    }
  }

  private static Release with(Map<String, Manifest> manifests) {
    Release release = new ReleaseDraft("2.3.0").made();
    return new Release(
        release.version(),
        release.published(),
        manifests,
        release.minFrom(),
        release.layout(),
        release.rollout(),
        false,
        false);
  }

  @Test
  void manifest_hash_isOne() {
    for (String hash : List.of("", "0".repeat(63), "0".repeat(65), "A".repeat(64))) {
      assertRefused("not the SHA-256 of m.json: " + hash, () -> new Manifest("m.json", hash));
    }
    assertEquals("m.json", new Manifest("m.json", "0a".repeat(32)).path());
  }

  @Test
  void layouts_contradictions_areRefused() {
    assertRefused("layout 5 is written and not read", () -> new LayoutSet(Set.of(4), 5));
    assertRefused("layout 4 is written and not read", () -> new LayoutSet(Set.of(), 4));
    assertRefused("no layout has the number -1", () -> new LayoutSet(Set.of(-1, 4), 4));
    Set<Integer> many = new HashSet<>();
    for (int i = 0; i < 32; i++) {
      many.add(i);
    }
    assertEquals(32, new LayoutSet(many, 0).reads().size());
    many.add(32);
    assertRefused("33 layouts are read, more than 32", () -> new LayoutSet(many, 0));
  }
}

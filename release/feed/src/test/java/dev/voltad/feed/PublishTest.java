package dev.voltad.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.protocol.release.ChannelFile.Release;
import dev.voltad.protocol.release.ChannelFile.Step;
import dev.voltad.protocol.release.TreeManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is published is what clients get; each command may be given twice. */
class PublishTest {
  @TempDir Path dir;

  @Test
  void add_signed_clientGetsTheReleaseAsGiven() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);

    bench.add("1.0.0", "stable", "--rollout", "24:100,48:10000", "--min-from", "0.9.0").ok();
    assertEquals(Optional.empty(), bench.channel("stable"));
    bench.sign().ok().says("Published targets 2.");

    Release release = bench.channel("stable").orElseThrow().releases().get(0);
    assertEquals("1.0.0", release.version());
    assertEquals(bench.now(), release.published());
    assertEquals(Optional.of("0.9.0"), release.minFrom());
    assertEquals(List.of(new Step(24, 100), new Step(48, 10000)), release.rollout().get().steps());
    assertEquals(Map.of("linux-x64", "releases/1.0.0/linux-x64.json"), release.platforms());
    bench.feed("verify").ok().says("channels/stable.json").says("2 more blobs");
  }

  @Test
  void everyCommand_givenAgain_changesNothing() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir, "--nightly");
    bench.add("1.0.0", "nightly", "--rollout", "1:5000").ok();
    bench.sign().ok();
    bench.feed("promote", "--version", "1.0.0", "--from", "nightly", "--to", "stable").ok();
    bench.feed("floor", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("pause", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("manual", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("withdraw", "--channel", "stable", "--version", "1.0.0").ok();
    bench.sign().ok();
    Map<String, String> before = FolderContents.of(bench.feed);
    bench.wait(Duration.ofHours(1));

    bench.run("init", bench.feed.toString(), "--keys", bench.keys.toString()).ok();
    bench.add("1.0.0", "nightly", "--rollout", "1:5000").ok().says("Nothing to do");
    bench.feed("promote", "--version", "1.0.0", "--from", "nightly", "--to", "stable").ok();
    bench.feed("floor", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("pause", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("manual", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("withdraw", "--channel", "stable", "--version", "1.0.0").ok();
    bench.sign().ok().says("Nothing waits");

    assertEquals(before, FolderContents.of(bench.feed));
  }

  @Test
  void channel_changed_clientSeesIt() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.add("1.0.0", "stable").ok();
    bench.add("1.1.0", "stable", "--urgent").ok();
    bench.feed("pause", "--channel", "stable", "--version", "1.1.0").ok();
    bench.feed("withdraw", "--channel", "stable", "--version", "1.1.0", "--goto", "1.0.0").ok();
    bench.feed("manual", "--channel", "stable", "--version", "1.0.0").ok();
    bench.feed("floor", "--channel", "stable", "--version", "0.9.0").ok();
    bench.sign().ok();

    ChannelFile channel = bench.channel("stable").orElseThrow();
    assertEquals("1.1.0", channel.releases().get(0).version());
    assertEquals(Optional.of(true), channel.releases().get(0).urgent());
    assertEquals(Optional.of(true), channel.releases().get(0).rollout().get().paused());
    assertEquals(Optional.of(true), channel.releases().get(1).manual());
    assertEquals(Optional.of("1.0.0"), channel.withdrawn().get(0).instead());
    assertEquals(Optional.of("0.9.0"), channel.floor());

    bench.feed("pause", "--channel", "stable", "--version", "1.1.0", "--resume").ok();
    bench.feed("manual", "--channel", "stable", "--version", "1.0.0", "--off").ok();
    bench.sign().ok();
    channel = bench.channel("stable").orElseThrow();
    assertEquals(Optional.empty(), channel.releases().get(0).rollout());
    assertEquals(Optional.empty(), channel.releases().get(1).manual());
  }

  @Test
  void nightly_ofItsOwnKey_isPromotedWithTheSameFiles() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir, "--nightly");
    bench.add("2.0.0-n1", "nightly").ok();
    for (String key : new String[] {"nightly", "snapshot", "timestamp"}) {
      Path alone = Files.createDirectories(dir.resolve("ci"));
      Files.copy(bench.keys.resolve(key + ".key"), alone.resolve(key + ".key"));
    }
    bench.feed("sign", "--keys", dir.resolve("ci").toString()).ok().says("Published nightly 2.");
    assertTrue(bench.channel("nightly").isPresent());

    bench.feed("promote", "--version", "2.0.0-n1", "--from", "nightly", "--to", "stable").ok();
    bench.sign().ok();

    Release release = bench.channel("stable").orElseThrow().releases().get(0);
    assertEquals("releases/2.0.0-n1/linux-x64.json", release.platforms().get("linux-x64"));
    bench.feed("verify").ok().says("0 more blobs");
  }

  @Test
  void blobs_ofTheSameFile_areTheSameAndThereOnce() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.add("1.0.0", "stable").ok();
    bench.add("1.1.0", "stable").ok();
    try (Stream<Path> files = Files.walk(bench.feed.resolve("blobs"))) {
      assertEquals(3, files.filter(Files::isRegularFile).count());
    }
    FeedBench other = FeedBench.withFeed(dir.resolve("other"));
    Files.createDirectories(other.dir);
    other.add("1.0.0", "stable").ok();
    other.add("1.1.0", "stable").ok();
    assertEquals(
        FolderContents.of(bench.feed.resolve("blobs")),
        FolderContents.of(other.feed.resolve("blobs")));
  }

  @Test
  void manifest_ofAFeed_withoutBlobsIsThatOfTheTree() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.add("1.0.0", "stable").ok();
    try (Stream<Path> files = Files.list(bench.feed.resolve("targets/releases/1.0.0"))) {
      TreeManifest manifest = TreeManifest.parse(Files.readAllBytes(files.findFirst().get()));
      assertArrayEquals(
          Files.readAllBytes(dir.resolve("tree-1.0.0/manifest.json")),
          manifest.withoutBlobs().text());
    }
  }

  @Test
  void keys_made_onlyTheirOwnerReadsThem() throws IOException {
    FeedBench bench = FeedBench.withFeed(dir);
    try (Stream<Path> files = Files.list(bench.keys)) {
      List<Path> all = files.sorted().toList();
      assertEquals(8, all.size());
      for (Path file : all) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void refreshTimestamp_beforeTheSnapshotEnds_renewsItToo() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.wait(Duration.ofDays(6));
    bench.feed("refresh-timestamp", "--keys", bench.keys.toString()).ok();
    assertEquals(1, bench.refresh().versions().get("snapshot"));
    bench.wait(Duration.ofDays(6));
    bench.feed("refresh-timestamp", "--keys", bench.keys.toString()).ok();
    assertEquals(2, bench.refresh().versions().get("snapshot"));
    assertEquals(3, bench.refresh().versions().get("timestamp"));
    bench.wait(Duration.ofDays(8));
    bench.feed("verify").problem("signature-invalid").says("expired");
  }

  @Test
  void renew_signed_livesLonger() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.wait(Duration.ofDays(89));
    bench.feed("refresh-timestamp", "--keys", bench.keys.toString()).ok().says("targets expires");
    bench.feed("renew", "--role", "targets").ok();
    bench.feed("renew", "--role", "root").ok();
    bench.sign().ok();
    bench.wait(Duration.ofDays(6));
    assertEquals(2, bench.refresh().versions().get("targets"));
    assertEquals(2, bench.refresh().versions().get("root"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          withdraw --channel stable --version 1.0.0 --goto 9.9.9 | refused-by-policy
          withdraw --channel stable --version 7.0.0              | no-such-version
          pause --channel none --version 1.0.0                   | no-such-version
          pause --channel ../up --version 1.0.0                  | arguments
          pause --channel stable                                 | arguments
          promote --version 1.0.0 --from stable --to beta --rollout 48:100,24:200 | refused-by-policy
          promote --version 1.0.0 --from stable --to beta --rollout soon | arguments
          promote --version 1.0.0 --from stable --to beta --layout-reads 4 | arguments
          promote --version 1.0.0 --from stable --to beta --layout-reads 4 --layout-writes 5 | refused-by-policy
          promote --version 1.0.0 --from stable --to beta --published today | arguments
          floor --channel stable --version new                   | arguments
          renew --role timestamp                                 | arguments
          rotate --role nobody                                   | arguments
          rotate --role root --threshold 4                       | refused-by-policy
          sign --keys nowhere                                    | filesystem
          """)
  void wrong_command_refusesAndChangesNothing(String command, String code) throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.add("1.0.0", "stable").ok();
    bench.sign().ok();
    Map<String, String> before = FolderContents.of(bench.feed);
    String[] words = command.split(" ");
    String[] rest = Arrays.copyOfRange(words, 1, words.length);

    bench.feed(words[0], rest).problem(code);

    assertEquals(before, FolderContents.of(bench.feed));
  }

  @Test
  void add_otherFilesOfAVersion_refuses() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.add("1.0.0", "stable").ok();
    bench.sign().ok();
    String tree = bench.tree("1.0.0", "something else").toString();
    bench.feed("add", tree, "--channel", "stable").problem("refused-by-policy");
    Files.writeString(dir.resolve("tree-1.0.0/bin/volta"), "damaged");
    bench
        .feed("add", tree, "--channel", "stable")
        .problem("refused-by-policy")
        .says("bin/volta (changed)");
  }

  @Test
  void init_keysThere_refuses() throws IOException {
    FeedBench bench = new FeedBench(dir);
    Files.createDirectories(bench.keys);
    Files.writeString(bench.keys.resolve("root-2.key"), "mine");
    String[] init = {"init", bench.feed.toString(), "--keys", bench.keys.toString()};
    bench.run(init).problem("refused-by-policy").says("root-2.key");
    assertEquals("mine", Files.readString(bench.keys.resolve("root-2.key")));
    assertFalse(Files.exists(bench.keys.resolve("root-1.key")));
    bench.run("init", bench.feed.toString(), "--keys", bench.feed.toString()).problem("arguments");
    bench.run(concat(init, "--timestamp-days", "180")).problem("arguments");
    bench.feed("sign", "--keys", bench.keys.toString()).problem("filesystem");
  }

  private static String[] concat(String[] first, String... more) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void verify_damaged_saysWhat() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    bench.add("1.0.0", "stable").ok();
    bench.sign().ok();
    try (Stream<Path> files = Files.walk(bench.feed.resolve("blobs"))) {
      Path blob = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(blob);
      bytes[bytes.length - 1] ^= 1;
      Files.write(blob, bytes);
    }
    bench.feed("verify").problem("signature-invalid").says("releases/1.0.0/linux-x64.json");
  }

  @Test
  void feed_lockedByAnother_refuses() throws Exception {
    FeedBench bench = FeedBench.withFeed(dir);
    try (FeedFolder held = FeedFolder.open(bench.feed, new FeedDisk.OnDisk())) {
      assertTrue(held.has(FeedFolder.TIMESTAMP_FILE));
      bench.sign().problem("lock-held");
    }
    bench.sign().ok();
  }
}

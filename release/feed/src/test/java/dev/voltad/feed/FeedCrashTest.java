package dev.voltad.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.protocol.release.ChannelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that are cut off at each of their steps: a client that has seen the feed before goes on
 * trusting it, and the same commands again end where they would have.
 */
class FeedCrashTest {
  /** More than any run here makes; that one is not cut off is the proof. */
  private static final int MOST_STEPS = 400;

  @TempDir Path dir;

  /** The commands of one run, on a feed that is made anew for each step. */
  private interface Commands {
    void run(FeedBench bench, FeedDisk disk) throws IOException;
  }

  /** What a client may find. */
  private interface Check {
    void accept(FeedBench bench, boolean isEnd) throws Exception;
  }

  private void cutAtEachStep(FeedBench made, Commands commands, Check check) throws Exception {
    made.tree("1.0.0", "a tool");
    check.accept(made, false);
    for (int step = 1; step <= MOST_STEPS; step++) {
      FeedBench bench = made.copyTo(dir.resolve("step-" + step));
      boolean isCut = false;
      try {
        commands.run(bench, new CutDisk(step));
      } catch (CutDisk.Cut e) {
        isCut = true;
      }
      check.accept(bench, !isCut);
      commands.run(bench, CutDisk.never());
      check.accept(bench, true);
      if (!isCut) {
        bench.feed("verify").ok();
        assertTrue(step > 10, "no step was counted");
        return;
      }
    }
    throw new AssertionError("more than " + MOST_STEPS + " steps");
  }

  @Test
  void publishing_cutAnywhere_clientSeesOldOrNew() throws Exception {
    cutAtEachStep(
        FeedBench.withFeed(dir.resolve("made")),
        (bench, disk) -> {
          String feed = bench.feed.toString();
          String keys = bench.keys.toString();
          String tree = bench.dir.resolve("tree-1.0.0").toString();
          bench.run(disk, "add", feed, tree, "--channel", "stable").ok();
          bench.run(disk, "pause", feed, "--channel", "stable", "--version", "1.0.0").ok();
          bench.run(disk, "sign", feed, "--keys", keys).ok();
          bench.run(disk, "refresh-timestamp", feed, "--keys", keys).ok();
        },
        (bench, isEnd) -> {
          Optional<ChannelFile> channel = bench.channel("stable");
          boolean isPaused =
              channel.isPresent() && channel.get().releases().get(0).rollout().isPresent();
          assertEquals(isPaused, channel.isPresent());
          assertTrue(!isEnd || isPaused);
        });
  }

  @Test
  void rotation_cutAnywhere_clientGoesOn() throws Exception {
    FeedBench made = FeedBench.withFeed(dir.resolve("made"), "--nightly");
    made.run("key", made.keys.resolve("timestamp-b.key").toString()).ok();
    cutAtEachStep(
        made,
        (bench, disk) -> {
          String feed = bench.feed.toString();
          Path old = bench.keys.resolve("timestamp.key");
          Path fresh = bench.keys.resolve("timestamp-b.key");
          String id = id(old);
          bench
              .run(
                  disk,
                  "rotate",
                  feed,
                  "--role",
                  "timestamp",
                  "--add",
                  fresh + ".pub",
                  "--remove",
                  id)
              .ok();
          bench.run(disk, "sign", feed, "--keys", bench.keys.toString()).ok();
        },
        (bench, isEnd) -> assertTrue(!isEnd || bench.refresh().versions().get("root") == 2));
  }

  private static String id(Path key) throws IOException {
    return KeyFile.read(key).key().id();
  }

  @Test
  void init_cutAnywhere_isEndedByTheNext() throws Exception {
    for (int step = 1; step <= MOST_STEPS; step++) {
      FeedBench bench = new FeedBench(Files.createDirectory(dir.resolve("s" + step)));
      String[] init = {"init", bench.feed.toString(), "--keys", bench.keys.toString(), "--nightly"};
      boolean isCut = false;
      try {
        bench.run(new CutDisk(step), init).ok();
      } catch (CutDisk.Cut e) {
        isCut = true;
      }
      bench.run(CutDisk.never(), init).ok();
      assertEquals(
          Map.of("root", 1L, "timestamp", 1L, "snapshot", 1L, "targets", 1L),
          bench.refresh().versions());
      // All keys are there, and are those of the documents.
      String feed = bench.feed.toString();
      for (String role : new String[] {"root", "targets", "nightly"}) {
        bench.run(CutDisk.never(), "renew", feed, "--role", role).ok();
      }
      bench.run(CutDisk.never(), "sign", feed, "--keys", bench.keys.toString()).ok();
      assertEquals(2, bench.refresh().versions().get("root"));
      if (!isCut) {
        return;
      }
    }
    throw new AssertionError("more than " + MOST_STEPS + " steps");
  }

  /** A run that was cut off between documents and timestamp, and then something else happens. */
  @Test
  void publishing_cutThenChanged_goesOnWithHigherVersions() throws Exception {
    FeedBench made = FeedBench.withFeed(dir.resolve("made"));
    made.add("1.0.0", "stable").ok();
    for (int step = 1; step <= MOST_STEPS; step++) {
      FeedBench bench = made.copyTo(dir.resolve("step-" + step));
      String[] sign = {"sign", bench.feed.toString(), "--keys", bench.keys.toString()};
      boolean isCut = false;
      try {
        bench.run(new CutDisk(step), sign).ok();
      } catch (CutDisk.Cut e) {
        isCut = true;
      }
      bench.add("1.1.0", "stable").ok();
      bench.sign().ok();
      List<String> versions =
          bench.channel("stable").orElseThrow().releases().stream().map(r -> r.version()).toList();
      assertEquals(List.of("1.1.0", "1.0.0"), versions);
      if (!isCut) {
        return;
      }
    }
    throw new AssertionError("more than " + MOST_STEPS + " steps");
  }
}

package dev.voltad.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.trust.Mirror;
import dev.voltad.daemon.trust.Target;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustedFeed;
import dev.voltad.daemon.trust.TrustedTargets;
import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A publisher, its feed and keys, and one client that remembers what it has seen. */
final class FeedBench {
  /** How a command ended. */
  record Result(int exit, String out, String err) {
    Result ok() {
      assertEquals(0, exit, this::toString);
      return this;
    }

    Result says(String text) {
      assertTrue(out.contains(text) || err.contains(text), this::toString);
      return this;
    }

    /** The four lines of a problem. */
    Result problem(String code) {
      assertTrue(exit != 0, this::toString);
      assertTrue(
          err.matches("(?s)feed: Could not .*\n  why:  .*\n  next: .*\n  code: " + code + "\n"),
          this::toString);
      return this;
    }
  }

  final Path dir;
  final Path feed;
  final Path keys;
  private final Path trust;
  private Instant now = Instant.parse("2026-11-27T10:00:00Z");

  FeedBench(Path dir) {
    this.dir = dir;
    feed = dir.resolve("feed");
    keys = dir.resolve("keys");
    trust = dir.resolve("trust");
  }

  /** With a feed without anything in it. */
  static FeedBench withFeed(Path dir, String... more) {
    FeedBench bench = new FeedBench(dir);
    String[] init = {"init", bench.feed.toString(), "--keys", bench.keys.toString()};
    bench.run(concat(init, more)).ok();
    return bench;
  }

  /** The same feed, keys, trees and client in another folder. */
  FeedBench copyTo(Path other) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.toList()) {
        Files.copy(path, other.resolve(dir.relativize(path)), LinkOption.NOFOLLOW_LINKS);
      }
    }
    return new FeedBench(other);
  }

  private static String[] concat(String[] first, String[] more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  void wait(Duration time) {
    now = now.plus(time);
  }

  Result run(String... arguments) {
    return run(new FeedDisk.OnDisk(), arguments);
  }

  Result run(FeedDisk disk, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Context context =
        new Context(
            disk,
            () -> now,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int exit = Main.run(context, arguments);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A command on the feed. */
  Result feed(String command, String... more) {
    return run(concat(new String[] {command, feed.toString()}, more));
  }

  Result sign() {
    return feed("sign", "--keys", keys.toString());
  }

  Result add(String version, String channel, String... more) throws IOException {
    String[] first = {tree(version, "a tool of " + version).toString(), "--channel", channel};
    return feed("add", concat(first, more));
  }

  /** A small release; the second file is the same in all of them. */
  Path tree(String version, String content) throws IOException {
    Path tree = dir.resolve("tree-" + version);
    Files.createDirectories(tree.resolve("bin"));
    Files.createDirectories(tree.resolve("app"));
    Files.writeString(tree.resolve("bin/volta"), content);
    Files.writeString(tree.resolve("app/same"), "always the same");
    Path link = tree.resolve("app/link");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("same"));
    TreeManifest manifest = new ReleaseTree(tree).scan(version, "linux-x64");
    Files.write(tree.resolve(TreeManifest.FILE), manifest.text());
    return tree;
  }

  /** What the client trusts now; it goes on from what it trusted before. */
  TrustedTargets refresh() throws TrustException, IOException {
    byte[] root = Files.readAllBytes(feed.resolve("metadata/1.root.json"));
    List<Mirror> mirrors = List.of(Mirror.ofFeed(feed.toUri()));
    return TrustedFeed.shipped(trust, List.of(root), mirrors, () -> now).refresh();
  }

  /** A channel as the client gets it. */
  Optional<ChannelFile> channel(String name) throws TrustException, IOException {
    TrustedTargets trusted = refresh();
    Optional<Target> target = trusted.target("channels/" + name + ".json");
    if (target.isEmpty()) {
      return Optional.empty();
    }
    Path file = dir.resolve("channel");
    trusted.download(target.get(), file);
    return Optional.of(ChannelFile.parse(Files.readAllBytes(file)));
  }

  Instant now() {
    return now;
  }
}

package dev.voltad.daemon.update;

import dev.voltad.migrate.fs.FileOps;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was tried in this home and failed, or was taken back by a person: {@code self/bad/<hash>},
 * one file each, by the SHA-256 of the tree manifest in the feed. It is never taken again; a newer
 * version is another release.
 */
final class BadReleases {
  private final Path folder;
  private final FileOps ops;

  BadReleases(Path home, FileOps ops) {
    this.folder = home.resolve("self/bad");
    this.ops = ops;
  }

  /**
   * Why.
   *
   * @param isAsked whether a person took it back, and so may ask for it again
   */
  record Bad(String version, String reason, Instant at, boolean isAsked) {
    /**
     * As it is taken back.
     *
     * @param undoing with a reason
     */
    static Bad of(UpdateState undoing, Instant now) {
      return new Bad(undoing.version(), undoing.reason().orElseThrow(), now, undoing.isAsked());
    }
  }

  void add(String manifest, Bad bad) throws IOException {
    if (!Files.isDirectory(folder)) {
      ops.createDirectory(folder);
    }
    new SmallFile(file(manifest), ops).write(bad);
  }

  void remove(String manifest) throws IOException {
    new SmallFile(file(manifest), ops).delete();
  }

  private Path file(String manifest) {
    if (!manifest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not the hash of a manifest: " + manifest);
    }
    return folder.resolve(manifest);
  }

  /** All of them, by hash. One that cannot be read counts all the same. */
  Map<String, Bad> all() throws IOException {
    Map<String, Bad> all = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path path : files) {
        String name = path.getFileName().toString();
        if (name.matches("[0-9a-f]{64}")) {
          all.put(name, read(path));
        }
      }
    }
    return all;
  }

  private Bad read(Path path) {
    try {
      return new SmallFile(path, ops).read(Bad.class).orElseThrow(IOException::new);
    } catch (IOException unreadable) {
      return new Bad("unknown", "its record cannot be read", Instant.EPOCH, false);
    }
  }
}

package dev.voltad.feed;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a feed. Files come into it whole, by one rename; what is published is never
 * overwritten but {@code timestamp.json}. {@code work/} is the publisher's own: what is not signed
 * yet, the settings, and the lock, so that two commands do not change one feed at a time.
 *
 * <p>A kill at any point leaves what a client sees as it was or as it was to become; files that
 * nothing names yet do no harm, and {@code *.new} is written anew.
 */
final class FeedFolder implements AutoCloseable {
  static final String METADATA = "metadata/";
  static final String TARGETS = "targets/";
  static final String BLOBS = "blobs/";
  static final String WORK = "work/";
  static final String TIMESTAMP_FILE = METADATA + "timestamp.json";

  private static final String LOCK = WORK + "lock";

  /** More than the client takes of anything that is read whole. */
  private static final int MAX_BYTES = 16 << 20;

  private final Path top;
  private final FeedDisk disk;
  private final Optional<FileChannel> lock;

  private FeedFolder(Path top, FeedDisk disk, Optional<FileChannel> lock) {
    this.top = top;
    this.disk = disk;
    this.lock = lock;
  }

  /** To be looked at only; another command may change it meanwhile. */
  static FeedFolder reading(Path top) throws FeedException {
    FeedFolder feed =
        new FeedFolder(top.toAbsolutePath().normalize(), new FeedDisk.OnDisk(), Optional.empty());
    feed.requireFeed();
    return feed;
  }

  /** A feed that is there, locked until it is closed. */
  static FeedFolder open(Path top, FeedDisk disk) throws IOException, FeedException {
    reading(top);
    return locked(top, disk);
  }

  /** A feed that is there or is to be made, locked until it is closed. */
  static FeedFolder locked(Path top, FeedDisk disk) throws IOException, FeedException {
    Path folder = top.toAbsolutePath().normalize();
    disk.makeFolder(folder.resolve(WORK));
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new FeedFolder(folder, disk, Optional.of(channel));
      }
    } catch (OverlappingFileLockException ignored) {
      // held by another thread of this process: as by another process
    }
    channel.close();
    throw new FeedException(
        new Problem(
            "Could not change the feed " + folder + ".",
            "Another `feed` is at work on it.",
            ProblemCode.LOCK_HELD,
            "Run it again when the other has ended."));
  }

  private void requireFeed() throws FeedException {
    if (!has(TIMESTAMP_FILE)) {
      throw new FeedException(
          new Problem(
              "Could not find a feed in " + top + ".",
              "There is no " + TIMESTAMP_FILE + ".",
              ProblemCode.FILESYSTEM,
              "Make one: `feed init " + top + " --keys DIR`."));
    }
  }

  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
  }

  FeedDisk disk() {
    return disk;
  }

  /**
   * @param path for example {@code metadata/timestamp.json}
   */
  Path path(String path) {
    return top.resolve(path);
  }

  boolean has(String path) {
    return Files.exists(path(path));
  }

  Optional<byte[]> read(String path) throws IOException {
    Path file = path(path);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too large for a file of a feed");
    }
    return Optional.of(Files.readAllBytes(file));
  }

  byte[] require(String path) throws IOException {
    return read(path).orElseThrow(() -> new IOException("there is no " + path(path)));
  }

  /** Puts a file there for good; nothing to do if it is there already. */
  void publish(String path, byte[] bytes) throws IOException, FeedException {
    Optional<byte[]> present = read(path);
    if (present.isEmpty()) {
      replace(path, bytes);
    } else if (!Arrays.equals(present.get(), bytes)) {
      throw FeedException.refused(
          "Could not publish " + path(path) + ".",
          "It is there already, with other bytes, and what was published never changes.",
          "Run `feed verify` on the feed; a damaged file can be removed and published again.");
    }
  }

  /** Puts a file there, over what may be there. */
  void replace(String path, byte[] bytes) throws IOException {
    Path file = path(path);
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    if (!Files.isDirectory(file.getParent())) {
      disk.makeFolder(file.getParent());
    }
    disk.write(unfinished, to -> to.write(bytes), false);
    disk.rename(unfinished, file);
    disk.sync(file.getParent());
  }

  void remove(String path) throws IOException {
    if (has(path)) {
      disk.delete(path(path));
      disk.sync(path(path).getParent());
    }
  }

  static String metadataFile(String role, long version) {
    return METADATA + version + "." + role + ".json";
  }

  /** The highest version of a role that there is a file of, whether anything names it; 0: none. */
  long highest(String role) throws IOException {
    Pattern name = Pattern.compile("([0-9]{1,18})\\." + Pattern.quote(role) + "\\.json");
    if (!has(METADATA)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(path(METADATA))) {
      List<Matcher> matches =
          files.map(file -> name.matcher(file.getFileName().toString())).toList();
      return matches.stream()
          .filter(Matcher::matches)
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .max()
          .orElse(0);
    }
  }
}

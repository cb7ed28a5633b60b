package dev.voltad.migrate;

import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.plan.HomeSnapshot;
import dev.voltad.migrate.plan.Records;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The file {@code self/records.json}: the last good copy of every record of a home, from which one
 * that was cut off is restored. Written whole, by rename. Losing it loses only that. Owned by one
 * thread.
 */
final class RecordCopies {
  private static final int MAX_BYTES = 64 << 20;

  private final Path file;
  private Optional<Map<Path, String>> kept = Optional.empty();

  RecordCopies(Path home) {
    this.file = home.resolve(HomeLayout.RECORD_COPIES);
  }

  /** By home-relative path; empty if there are none, or the file is damaged. */
  Map<Path, String> read() {
    try {
      Optional<byte[]> bytes = PosixFileOps.read(file, MAX_BYTES);
      return bytes.map(b -> Records.read(new String(b, StandardCharsets.UTF_8))).orElse(Map.of());
    } catch (IOException | IllegalArgumentException none) {
      return Map.of();
    }
  }

  /**
   * Keeps a copy of each record that can be used, and what there was of those that are cut off. If
   * that cannot be done, it is tried again the next time.
   */
  void keep(HomeSnapshot seen) {
    Map<Path, String> before = kept.orElseGet(this::read);
    Map<Path, String> now = new TreeMap<>(Records.readable(seen));
    Records.cutOff(seen).stream()
        .filter(before::containsKey)
        .forEach(record -> now.put(record, before.get(record)));
    try {
      if (!now.equals(before)) {
        write(now);
      }
      kept = Optional.of(now);
    } catch (IOException nextTime) {
      kept = Optional.of(before);
    }
  }

  /**
   * Replaces the copies. Synced first, so that a power cut does not take records and copies both.
   */
  private void write(Map<Path, String> texts) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      return; // nothing of ours is in the home yet
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    byte[] bytes = Records.write(texts).getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

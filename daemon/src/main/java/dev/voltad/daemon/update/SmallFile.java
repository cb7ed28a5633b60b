package dev.voltad.daemon.update;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of JSON in {@code self/} that one process at a time writes: whole and durable, or not at
 * all. What a kill leaves of it, {@code <file>.new}, the next write removes.
 */
final class SmallFile {
  private static final int MAX_BYTES = 64 << 10;

  private final Path file;
  private final FileOps ops;

  SmallFile(Path file, FileOps ops) {
    this.file = file;
    this.ops = ops;
  }

  /**
   * @return empty if there is no file
   * @throws IOException if what is there is none of these
   */
  <T> Optional<T> read(Class<T> type) throws IOException {
    try {
      byte[] bytes =
          PosixFileOps.read(file, MAX_BYTES)
              .orElseThrow(() -> new IOException(file + " is larger than " + MAX_BYTES + " bytes"));
      T value = read(new String(bytes, StandardCharsets.UTF_8), type);
      return Optional.of(value);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private <T> T read(String text, Class<T> type) throws IOException {
    T value;
    try {
      value = Json.read(text, type);
    } catch (IOException e) {
      throw new IOException(file + " cannot be understood: " + e.getMessage(), e);
    }
    if (value == null) {
      throw new IOException(file + " cannot be understood: it is null");
    }
    return value;
  }

  void write(Object value) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)) {
      ops.delete(fresh); // a run that was killed left it
    }
    byte[] text = (Json.line(value) + "\n").getBytes(StandardCharsets.UTF_8);
    ops.writeFile(fresh, text, Optional.empty());
    ops.sync(fresh);
    ops.replace(fresh, file);
    ops.sync(file.getParent());
  }

  void delete() throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      ops.delete(file);
      ops.sync(file.getParent());
    }
  }
}

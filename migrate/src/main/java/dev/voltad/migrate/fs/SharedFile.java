package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A small text file in {@code self/} that more than one process changes. Each change reads, changes
 * and writes it under a lock of its own, {@code <file>.lock}, so that none is lost; the home's lock
 * is not needed, which a migration may hold for long.
 *
 * <p>The file is replaced whole: written beside it, synced, renamed, the folder synced. Whoever
 * dies in between leaves the old or the new one, and perhaps {@code <file>.new}, which the next
 * change removes.
 */
public final class SharedFile {
  private static final int RETRY_MILLIS = 10;

  private final Path file;
  private final int maxBytes;

  /**
   * @param file absolute, in a folder of the home
   * @param maxBytes a larger one is not read, and so not changed
   */
  public SharedFile(Path file, int maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  /** Makes the new text out of the old one. */
  public interface Change {
    /**
     * @param before empty if there is no file
     * @throws IllegalArgumentException if the old text cannot be changed; the file stays as it is
     */
    String apply(Optional<String> before);
  }

  /**
   * Changes the file, or makes it; its folder too, but not the one above.
   *
   * @param limit how long to wait for another process that changes it
   * @throws LockHeldException if another still does after that; nothing was changed
   * @throws LockUnavailableException if it cannot be locked; nothing was changed
   * @throws IOException if it cannot be read or written, or its folder is not ours; it is as it was
   */
  public void change(Duration limit, Change change)
      throws IOException, LockHeldException, LockUnavailableException, InterruptedException {
    try {
      refuseForeign(file.getParent().getParent());
      createFolder();
      FileLock lock = lock(limit);
      try {
        write(change.apply(read()));
      } finally {
        lock.close();
      }
    } catch (AccessDeniedException e) {
      throw new IOException(e.getFile() + ": Permission denied", e); // its message is the path
    }
  }

  /** What root makes in a user's home would shut the user out. */
  private static void refuseForeign(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      throw new NoSuchFileException(home.toString(), null, "there is no such folder");
    }
    if (Ownership.uid(home) != Ownership.ourUid()) {
      throw new IOException(
          "%s belongs to user %d, and we are user %d"
              .formatted(home, Ownership.uid(home), Ownership.ourUid()));
    }
  }

  private void createFolder() throws IOException {
    try {
      Files.createDirectory(file.getParent());
    } catch (FileAlreadyExistsException expected) {
      // the usual case
    }
  }

  private FileLock lock(Duration limit)
      throws IOException, LockHeldException, LockUnavailableException, InterruptedException {
    Path lockFile = sibling(".lock");
    long start = System.nanoTime();
    while (true) {
      Optional<FileLock> lock = FileLock.tryLock(lockFile);
      if (lock.isPresent()) {
        return lock.get();
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(limit) >= 0) {
        throw new LockHeldException(lockFile, KernelLocks.holderOf(lockFile), waited);
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }

  private Path sibling(String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private Optional<String> read() throws IOException {
    try {
      byte[] bytes =
          PosixFileOps.read(file, maxBytes)
              .orElseThrow(() -> new IOException(file + " is larger than " + maxBytes + " bytes"));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private void write(String text) throws IOException {
    Path fresh = sibling(".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}

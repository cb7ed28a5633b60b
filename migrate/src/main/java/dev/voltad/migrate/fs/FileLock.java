package dev.voltad.migrate.fs;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An exclusive flock(2) on one file, held until closed or until the process ends.
 *
 * <p>Java's own {@link java.nio.channels.FileLock} is a POSIX record lock, which flock holders
 * (upstream Volta, flock(1)) do not see. The descriptor is closed on exec, so no child inherits it.
 * The file is never truncated and never removed: whoever waits on it must keep waiting on the same
 * one.
 */
public final class FileLock implements AutoCloseable {
  private final int descriptor;
  private boolean isClosed;

  private FileLock(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Takes the lock if it is free.
   *
   * @param file made if it is missing; its folder must exist
   * @return empty if another process holds it
   * @throws LockUnavailableException if this file cannot be locked at all
   * @throws IOException if the file cannot be made or opened
   */
  public static Optional<FileLock> tryLock(Path file) throws IOException, LockUnavailableException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException expected) {
      // the usual case
    }
    if (Files.isDirectory(file)) {
      throw new LockUnavailableException(file, "open: it is a folder");
    }
    int descriptor = open(file);
    boolean isLocked = false;
    try {
      isLocked = flock(file, descriptor);
      return isLocked ? Optional.of(new FileLock(descriptor)) : Optional.empty();
    } finally {
      if (!isLocked) {
        Libc.close(descriptor);
      }
    }
  }

  private static int open(Path file) throws IOException {
    try {
      return Libc.openReadWrite(file);
    } catch (LastErrorException e) {
      throw new IOException("open: " + file + ": " + Libc.text(e), e);
    }
  }

  private static boolean flock(Path file, int descriptor) throws LockUnavailableException {
    while (true) {
      try {
        Libc.flock(descriptor, Libc.LOCK_EX | Libc.LOCK_NB);
        return true;
      } catch (LastErrorException e) {
        switch (e.getErrorCode()) {
          case Libc.EAGAIN_LINUX, Libc.EAGAIN_BSD -> {
            return false;
          }
          case Libc.EINTR -> {} // a signal, not an answer
          default -> throw new LockUnavailableException(file, "flock: " + Libc.text(e));
        }
      }
    }
  }

  /** Who holds the lock on a file now, as far as the system tells. */
  public static Optional<LockHolder> holder(Path file) {
    return KernelLocks.holderOf(file);
  }

  /** Gives the lock back. Doing it twice is harmless. */
  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      Libc.close(descriptor);
    }
  }
}

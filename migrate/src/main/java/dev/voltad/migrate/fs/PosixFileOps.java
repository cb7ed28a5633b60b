package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** {@link FileOps} on a real POSIX filesystem. Thread-safe: it has no state. */
public final class PosixFileOps implements FileOps {
  private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

  @Override
  public void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    // The lock keeps other Voltas away, so looking first is enough; rename(2) alone would replace.
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void createLink(Path link, Path target) throws IOException {
    Files.createSymbolicLink(link, target);
  }

  @Override
  public void hardLink(Path existing, Path second) throws IOException {
    boolean isLink = Files.isSymbolicLink(existing);
    if (isLink && !IS_LINUX) {
      // link(2) follows links elsewhere, and would give the program itself a second name
      Files.createSymbolicLink(second, Files.readSymbolicLink(existing));
      return;
    }
    try {
      Files.createLink(second, existing);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException noHardLinks) {
      Files.copy(existing, second, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      if (!isLink) {
        sync(second);
      }
    }
  }

  @Override
  public void writeFile(Path file, byte[] content, Optional<Set<PosixFilePermission>> mode)
      throws IOException {
    Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (mode.isPresent()) {
      Files.setPosixFilePermissions(file, mode.get());
    }
  }

  @Override
  public void copyFile(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void syncFilesystem(Path path) throws IOException {
    Libc.syncFilesystem(path);
  }

  /** Reads at most {@code limit} bytes of a file; empty if it is larger. */
  public static Optional<byte[]> read(Path file, int limit) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > limit) {
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // a short read is continued; a file that shrank ends the loop
      }
      return Optional.of(java.util.Arrays.copyOf(buffer.array(), buffer.position()));
    }
  }
}

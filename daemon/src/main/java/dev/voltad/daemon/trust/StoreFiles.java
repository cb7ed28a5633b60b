package dev.voltad.daemon.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps by which a folder of trusted files is changed, so that a test can end at each. */
interface StoreFiles {

  /** Makes or replaces a file, never through a link, and syncs it. */
  void write(Path file, byte[] bytes) throws IOException;

  /** Over whatever file or link {@code to} is. */
  void replace(Path from, Path to) throws IOException;

  /** Removes a file or link, if it is there. */
  void delete(Path file) throws IOException;

  /** Syncs the names in a folder. */
  void sync(Path folder) throws IOException;

  /** On the disk. */
  final class OnDisk implements StoreFiles {
    @Override
    public void write(Path file, byte[] bytes) throws IOException {
      Files.deleteIfExists(file);
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW,
              LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
      Files.deleteIfExists(file);
    }

    @Override
    public void sync(Path folder) throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}

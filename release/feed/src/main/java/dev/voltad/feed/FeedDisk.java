package dev.voltad.feed;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The steps by which files are changed, so that a test can end at each. */
interface FeedDisk {

  /** What a file is to hold. */
  interface Content {
    void writeTo(OutputStream to) throws IOException;
  }

  /** Makes a folder and those above it, if they are not there. */
  void makeFolder(Path folder) throws IOException;

  /**
   * Makes or replaces a file, never through a link, and syncs it.
   *
   * @param isSecret whether only its owner may read it
   */
  void write(Path file, Content content, boolean isSecret) throws IOException;

  /** Over whatever file {@code to} is. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** Syncs the names in a folder. */
  void sync(Path folder) throws IOException;

  /** On the disk. */
  final class OnDisk implements FeedDisk {
    private static final int BLOCK_BYTES = 1 << 16;

    @Override
    public void makeFolder(Path folder) throws IOException {
      Files.createDirectories(folder);
    }

    @Override
    public void write(Path file, Content content, boolean isSecret) throws IOException {
      Files.deleteIfExists(file);
      Set<OpenOption> options =
          Set.of(
              StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
      FileAttribute<?> mode =
          PosixFilePermissions.asFileAttribute(
              PosixFilePermissions.fromString(isSecret ? "rw-------" : "rw-r--r--"));
      try (FileChannel channel = FileChannel.open(file, options, mode);
          OutputStream to =
              new BufferedOutputStream(Channels.newOutputStream(channel), BLOCK_BYTES)) {
        content.writeTo(to);
        to.flush();
        channel.force(true);
      }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
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

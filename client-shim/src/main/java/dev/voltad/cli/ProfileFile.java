package dev.voltad.cli;

import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/**
 * A start file on disk, as it was when it was read. It is replaced by a rename and never written in
 * place, so whatever happens, it is the old one or the new one. Links are followed and stay.
 */
final class ProfileFile {
  /** The largest start file that is touched, in bytes. */
  private static final int LIMIT = 16 << 20;

  private static final int MOST_LINKS = 40;
  private static final List<PosixFilePermission> WRITING =
      List.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private final Path named;
  private final Path target;
  private final Optional<PosixFileAttributes> seen;
  private final byte[] bytes;
  private final PosixFileOps files = new PosixFileOps();

  private ProfileFile(Path named, Path target, Optional<PosixFileAttributes> seen, byte[] bytes) {
    this.named = named;
    this.target = target;
    this.seen = seen;
    this.bytes = bytes;
  }

  /**
   * Reads it, if it is there.
   *
   * @throws CommandException if it is nothing that could be changed
   */
  static ProfileFile read(Path named) throws CommandException {
    try {
      Path target = follow(named);
      Optional<PosixFileAttributes> seen = attributes(target);
      if (seen.isEmpty()) {
        return new ProfileFile(named, target, seen, new byte[0]);
      }
      if (!seen.get().isRegularFile()) {
        throw failed(named, "It is no file.", "Name another one, or none.");
      }
      byte[] bytes = PosixFileOps.read(target, LIMIT).orElse(null);
      if (bytes == null) {
        throw failed(named, "It has more than 16 MiB.", "Make it smaller.");
      }
      return new ProfileFile(named, target, seen, bytes);
    } catch (IOException e) {
      throw failed(named, e);
    }
  }

  /** Where the links end; the file itself need not be there, its folder must. */
  private static Path follow(Path named) throws IOException {
    Path path = named;
    for (int i = 0; Files.isSymbolicLink(path); i++) {
      if (i == MOST_LINKS) {
        throw new FileSystemLoopException(named.toString());
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    Path folder = path.getParent();
    return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
  }

  private static Optional<PosixFileAttributes> attributes(Path target) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(target, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  boolean exists() {
    return seen.isPresent();
  }

  /** Its content; empty if it is not there. */
  byte[] bytes() {
    return bytes;
  }

  /** The same for all names of one file. */
  Path target() {
    return target;
  }

  /**
   * Fails as a change would, as far as that can be told before.
   *
   * @throws CommandException if it or its folder may not be written
   */
  void checkWritable() throws CommandException {
    boolean isKept =
        seen.isPresent()
            && (WRITING.stream().noneMatch(seen.get().permissions()::contains)
                || !Files.isWritable(target));
    if (isKept) {
      throw failed(named, "It is read-only.", "Make it writable, or add the lines yourself.");
    }
    if (!Files.isWritable(target.getParent())) {
      throw failed(
          named,
          "Its folder " + target.getParent() + " is read-only.",
          "Make the folder writable, or add the lines yourself.");
    }
  }

  /** Gives it another content; mode, owner and group stay, or nothing is done. */
  void replace(byte[] content) throws CommandException {
    checkWritable();
    Path temporary = temporary();
    try {
      removeLeftovers();
      create(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      checkUnchanged();
      files.replace(temporary, target);
      files.sync(target.getParent());
    } catch (IOException e) {
      throw failed(named, e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** Takes it away. */
  void remove() throws CommandException {
    checkWritable();
    try {
      removeLeftovers();
      checkUnchanged();
      files.delete(target);
      files.sync(target.getParent());
    } catch (IOException e) {
      throw failed(named, e);
    }
  }

  /** A copy brings along what else the system keeps of a file, for example its label. */
  private void create(Path temporary) throws IOException, CommandException {
    if (seen.isEmpty()) {
      Files.createFile(temporary);
      return;
    }
    Files.copy(target, temporary, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes copy = Files.readAttributes(temporary, PosixFileAttributes.class);
    PosixFileAttributes old = seen.get();
    if (!copy.owner().equals(old.owner())
        || !copy.group().equals(old.group())
        || !copy.permissions().equals(old.permissions())) {
      String who = old.owner().getName() + ":" + old.group().getName();
      throw failed(named, "A new one could not belong to " + who + ".", "Run this as " + who + ".");
    }
  }

  private void checkUnchanged() throws IOException, CommandException {
    Optional<PosixFileAttributes> now = attributes(target);
    boolean isSame =
        now.isPresent() == seen.isPresent()
            && (now.isEmpty()
                || (now.get().size() == seen.get().size()
                    && now.get().lastModifiedTime().equals(seen.get().lastModifiedTime())
                    && String.valueOf(now.get().fileKey())
                        .equals(String.valueOf(seen.get().fileKey()))));
    if (!isSame) {
      throw failed(named, "It was changed at this moment.", "Run this again.");
    }
  }

  private Path temporary() {
    return target.resolveSibling(prefix() + ProcessHandle.current().pid());
  }

  private String prefix() {
    String name = target.getFileName().toString();
    return (name.startsWith(".") ? "" : ".") + name + ".volta-";
  }

  /** Of runs that were killed. */
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(target.getParent(), this::isLeftover)) {
      for (Path each : entries) {
        Files.deleteIfExists(each);
      }
    }
  }

  private boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    if (!name.startsWith(prefix()) || !name.substring(prefix().length()).matches("[0-9]{1,10}")) {
      return false;
    }
    long pid = Long.parseLong(name.substring(prefix().length()));
    return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException ignored) {
      // the next run takes it away
    }
  }

  private static CommandException failed(Path named, IOException e) {
    String next =
        e instanceof NoSuchFileException
            ? "Make its folder, or add the lines yourself."
            : "Set that right, then run this again.";
    return failed(named, reason(e), next);
  }

  private static String reason(IOException e) {
    String file = e instanceof FileSystemException system ? system.getFile() + ": " : "";
    if (e instanceof AccessDeniedException) {
      return file + "Permission denied.";
    } else if (e instanceof NoSuchFileException) {
      return file + "No such file or directory.";
    } else if (e instanceof FileSystemLoopException) {
      return file + "Too many levels of symbolic links.";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return file + system.getReason() + ".";
    }
    return file + e.getMessage() + ".";
  }

  private static CommandException failed(Path named, String why, String next) {
    return new CommandException(
        new Problem("Could not change " + named + ".", why, ProblemCode.FILESYSTEM, next));
  }
}

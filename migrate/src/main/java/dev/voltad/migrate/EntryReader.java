package dev.voltad.migrate;

import dev.voltad.migrate.fs.IoReason;
import dev.voltad.migrate.fs.Mounts;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.plan.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads single entries of one home. What cannot be read becomes part of the entry. */
final class EntryReader {
  /** Volta's records are a few hundred bytes; a manifest may be larger. */
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final Path home;
  private final Mounts mounts;

  EntryReader(Path home, Mounts mounts) {
    this.home = home;
    this.mounts = mounts;
  }

  /** What is in a folder, as home-relative paths. */
  List<Path> names(Path directory) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(home.resolve(directory))) {
      for (Path path : stream) {
        names.add(directory.resolve(path.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  boolean exists(Path path) {
    return Files.exists(home.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether this can be executed, links followed. */
  boolean isProgram(Path path) {
    Path file = home.resolve(path);
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** An entry as it is, links not followed, content not read. */
  Entry entry(Path path) {
    Path file = home.resolve(path);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        Path target = Files.readSymbolicLink(file);
        return new Entry.Link(target, leadsTo(file, target));
      }
      if (attributes.isDirectory()) {
        return Entry.Directory.PLAIN;
      }
      return attributes.isRegularFile() ? Entry.File.PLAIN : new Entry.Other();
    } catch (IOException e) {
      return new Entry.File(Optional.empty(), problem("stat", e));
    }
  }

  private static Entry.Leads leadsTo(Path link, Path target) {
    Path last = target.getFileName();
    if (last != null && last.toString().equals("volta-shim")) {
      return Entry.Leads.FILE; // a shim; there may be thousands, and nobody asks
    }
    if (Files.isDirectory(link)) {
      return Entry.Leads.DIRECTORY;
    }
    return Files.exists(link) ? Entry.Leads.FILE : Entry.Leads.NOWHERE;
  }

  /** An entry where the layout wants a folder: a link to a folder counts as one. */
  Entry layoutDirectory(Path path) {
    Path directory = home.resolve(path);
    if (!Files.isDirectory(directory)) {
      return entry(path);
    }
    try {
      return new Entry.Directory(mounts.differ(directory.getParent(), directory), Optional.empty());
    } catch (IOException e) {
      return new Entry.Directory(true, problem("stat", e));
    }
  }

  /** A regular file, or a link to one, with its content. */
  Entry withText(Path path) {
    Path file = home.resolve(path);
    if (!Files.isRegularFile(file)) {
      return entry(path);
    }
    try {
      Optional<byte[]> bytes = PosixFileOps.read(file, MAX_TEXT_BYTES);
      if (bytes.isEmpty()) {
        return new Entry.File(Optional.empty(), Optional.of("larger than 1 MiB"));
      }
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get())).toString();
      return Entry.File.of(text);
    } catch (CharacterCodingException e) {
      return new Entry.File(Optional.empty(), Optional.of("not UTF-8"));
    } catch (IOException e) {
      return new Entry.File(Optional.empty(), problem("open", e));
    }
  }

  /** For example {@code list: Permission denied}. */
  static Optional<String> problem(String call, IOException e) {
    return Optional.of(call + ": " + IoReason.of(e));
  }
}

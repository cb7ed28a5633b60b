package dev.voltad.daemon.update;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.layout.HomeLayout;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A second home with the same in it, for a release to be tried on: folders of its own, and in them
 * second names of the same files, so it takes no space and no time to speak of. Small files outside
 * the images, which are what a migration reads and rewrites, are copies.
 *
 * <p>A release that writes into a file instead of replacing it would reach the real home through
 * the second name; {@link #firstChanged} tells.
 *
 * <p>Of {@code self/} only the policy and what is known of the feed is there; {@code self/current}
 * leads to the release that is tried.
 */
final class HomeClone {
  private static final long MAX_COPY_BYTES = 64 << 10;
  private static final Set<String> OF_SELF = Set.of("policy.json", "feed", "tuf", "install-id");

  private final Path home;
  private final Path clone;
  private final FileOps ops;
  private final List<Shared> shared = new ArrayList<>();

  /** A file of the real home that has a second name, as it was. */
  private record Shared(Path file, long size, long modified) {}

  HomeClone(Path home, Path clone, FileOps ops) {
    this.home = home;
    this.clone = clone;
    this.ops = ops;
  }

  Path folder() {
    return clone;
  }

  /** Makes it anew, for a release. */
  void make(Path slot) throws IOException {
    remove();
    Files.createDirectories(clone);
    Path self = home.resolve(HomeLayout.SELF);
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (self.equals(folder.getParent())
                && !OF_SELF.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(twin(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!self.equals(file.getParent()) || OF_SELF.contains(file.getFileName().toString())) {
              take(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // or it may not be read; a migration says so
          }
        });
    Files.createDirectories(clone.resolve("self"));
    Files.createSymbolicLink(clone.resolve("self/current"), slot);
  }

  private Path twin(Path path) {
    return clone.resolve(home.relativize(path).toString());
  }

  private void take(Path file, BasicFileAttributes attributes) throws IOException {
    Path twin = twin(file);
    if (attributes.isSymbolicLink()) {
      Files.createSymbolicLink(twin, Files.readSymbolicLink(file));
    } else if (attributes.isRegularFile()) {
      boolean isSmall = attributes.size() <= MAX_COPY_BYTES;
      boolean isTool = file.startsWith(home.resolve(HomeLayout.IMAGE));
      if (isSmall && !isTool && Files.isReadable(file)) {
        Files.copy(file, twin, StandardCopyOption.COPY_ATTRIBUTES);
      } else {
        share(file, twin, attributes);
      }
    }
  }

  private void share(Path file, Path twin, BasicFileAttributes attributes) throws IOException {
    try {
      Files.createLink(twin, file);
    } catch (UnsupportedOperationException | IOException anotherFilesystem) {
      Files.createSymbolicLink(twin, file);
    }
    shared.add(new Shared(file, attributes.size(), attributes.lastModifiedTime().toMillis()));
  }

  /** A file of the real home that was written into through the clone. */
  Optional<Path> firstChanged() {
    return shared.stream().filter(HomeClone::isChanged).map(Shared::file).findFirst();
  }

  private static boolean isChanged(Shared before) {
    try {
      BasicFileAttributes now = Files.readAttributes(before.file(), BasicFileAttributes.class);
      return now.size() != before.size() || now.lastModifiedTime().toMillis() != before.modified();
    } catch (IOException gone) {
      return false; // a person or a tool; a clone cannot take away a name
    }
  }

  void remove() throws IOException {
    ops.deleteTree(clone);
  }
}

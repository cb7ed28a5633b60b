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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A second home with the same in it, for a release to be tried on: folders of its own, and in them
 * second names of the same files, so it takes no space and no time to speak of. Small files outside
 * the images, which are what a migration reads and rewrites, are copies.
 *
 * <p>Nothing in it leads a migration to the real home: where one of the layout's folders is a link
 * to elsewhere there is a folder, and what a relative link finds outside of the home it finds too.
 *
 * <p>A release that writes into a file instead of replacing it would reach the real home through
 * the second name; {@link #firstChanged} tells.
 *
 * <p>Of {@code self/} only the policy and what is known of the feed is there; {@code self/current}
 * leads to the release that is tried. {@code tmp/}, where tools write meanwhile, is empty.
 */
final class HomeClone {
  private static final long MAX_COPY_BYTES = 64 << 10;
  private static final Set<String> OF_SELF = Set.of("policy.json", "feed", "tuf", "install-id");

  private final Path home;
  private final Path clone;
  private final FileOps ops;
  private final List<Shared> shared = new ArrayList<>();

  /**
   * A file of the real home that has a second name, as it was.
   *
   * @param key what it is on its filesystem, whatever it is called
   */
  private record Shared(Path file, Object key, long size, long modified) {
    static Shared of(Path file, BasicFileAttributes now) {
      return new Shared(file, now.fileKey(), now.size(), now.lastModifiedTime().toMillis());
    }
  }

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
    shared.clear();
    Files.createDirectories(clone);
    new Copy(home.toRealPath(), Path.of("")).run();
    Files.createDirectories(clone.resolve(HomeLayout.SELF));
    Files.createSymbolicLink(clone.resolve("self/current"), slot);
  }

  /** Of one folder with all below it, to a place in the clone. */
  private final class Copy extends SimpleFileVisitor<Path> {
    private final Path top;
    private final Path place;

    /**
     * @param top no link
     * @param place relative to the home
     */
    Copy(Path top, Path place) {
      this.top = top;
      this.place = place;
    }

    void run() throws IOException {
      Files.walkFileTree(top, this);
    }

    private Path place(Path path) {
      return path.equals(top) ? place : place.resolve(top.relativize(path));
    }

    private boolean isLeftOut(Path at) {
      return HomeLayout.SELF.equals(at.getParent())
          && !OF_SELF.contains(at.getFileName().toString());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Path at = place(folder);
      if (isLeftOut(at)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.createDirectories(clone.resolve(at));
      return at.equals(HomeLayout.TMP) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path at = place(file);
      if (!isLeftOut(at)) {
        if (!attributes.isSymbolicLink()) {
          take(file, at, attributes);
        } else if (HomeLayout.DIRECTORIES.contains(at)
            && Files.isDirectory(file)
            && !leadsUp(file)) {
          new Copy(file.toRealPath(), at).run();
        } else {
          Files.createSymbolicLink(clone.resolve(at), target(file));
        }
      }
      return FileVisitResult.CONTINUE;
    }

    /** To a folder that the clone is in: it would be copied into itself, without end. */
    private boolean leadsUp(Path link) throws IOException {
      return clone.toRealPath().startsWith(link.toRealPath());
    }

    /** As it is, if it leads to the same in the clone. */
    private Path target(Path link) throws IOException {
      Path text = Files.readSymbolicLink(link);
      Path leads = link.resolveSibling(text).normalize();
      return leads.startsWith(top) ? text : leads;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE; // or it may not be read; a migration says so
    }
  }

  private void take(Path file, Path at, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()) {
      Path twin = clone.resolve(at);
      boolean isSmall = attributes.size() <= MAX_COPY_BYTES;
      boolean isTool = at.startsWith(HomeLayout.IMAGE);
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
    shared.add(Shared.of(file, attributes));
  }

  /** A file of the real home that was written into through the clone. */
  Optional<Path> firstChanged() {
    return shared.stream().filter(HomeClone::isChanged).map(Shared::file).findFirst();
  }

  /** One that a person or a tool has replaced or taken away meanwhile is not what was shared. */
  private static boolean isChanged(Shared before) {
    try {
      BasicFileAttributes now = Files.readAttributes(before.file(), BasicFileAttributes.class);
      Shared after = Shared.of(before.file(), now);
      return Objects.equals(before.key(), after.key()) && !before.equals(after);
    } catch (IOException gone) {
      return false;
    }
  }

  void remove() throws IOException {
    ops.deleteTree(clone);
  }
}

package dev.voltad.migrate.install;

import dev.voltad.migrate.fs.FileOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run that was killed has left of releases: slots without a seal, marks without a slot, and
 * copies that were not moved into place.
 */
final class Leftovers {
  /** In the staging folder: what was fetched already, for the next run to go on with. */
  private static final Path FETCHED = Path.of("update");

  private final Path home;
  private final FileOps ops;

  Leftovers(Path home, FileOps ops) {
    this.home = home;
    this.ops = ops;
  }

  void remove(Slots slots) throws IOException {
    for (Path path : children(Slots.SLOTS)) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          ? isUnused(path, slots)
          : isLoneMark(path, slots)) {
        ops.deleteTree(path);
      }
    }
    for (Path copy : children(Slots.STAGING)) {
      if (!copy.getFileName().equals(FETCHED)) {
        ops.deleteTree(copy);
      }
    }
  }

  private boolean isUnused(Path slot, Slots slots) throws IOException {
    return !slots.isSealed(slot.getFileName().toString())
        && !pointed().equals(Optional.of(slot.getFileName()))
        && !Running.below(slot);
  }

  /** Also of a slot that has lost its seal. */
  private Optional<Path> pointed() throws IOException {
    Path pointer = home.resolve(Slots.POINTER);
    return Files.isSymbolicLink(pointer)
        ? Optional.ofNullable(Files.readSymbolicLink(pointer).getFileName())
        : Optional.empty();
  }

  private static boolean isLoneMark(Path file, Slots slots) {
    String name = file.getFileName().toString();
    return name.endsWith(Slots.RETIRED)
        && !Files.exists(slots.folder(name.substring(0, name.length() - Slots.RETIRED.length())));
  }

  private List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(home.resolve(folder))) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(home.resolve(folder))) {
      return listed.toList();
    }
  }
}

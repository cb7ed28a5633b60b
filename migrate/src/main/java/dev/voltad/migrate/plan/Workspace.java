package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a journal keeps things, on each filesystem of a home: renames do not cross filesystems, so
 * each that is mounted or linked below the home has an area of its own, {@code
 * <folder>/.voltad/<journal>}. On the home's own it is the journal's folder. Immutable.
 *
 * @param id the journal's id, for example {@code 20261123T173400.123Z-4711}
 * @param areas by {@linkplain HomeSnapshot#volume volume}
 */
public record Workspace(String id, Map<Path, Path> areas) {
  private static final Path TOP = Path.of("");

  /**
   * @throws IllegalArgumentException if it is not what {@link #of} makes: an area is removed with
   *     all that is in it, so one from a file that somebody has changed must not lead anywhere else
   */
  public Workspace {
    areas = Map.copyOf(areas);
    if (!id.matches("[0-9A-Za-z][0-9A-Za-z.-]*")) {
      throw new IllegalArgumentException("no id of a journal: " + id);
    }
    for (Map.Entry<Path, Path> area : areas.entrySet()) {
      Path volume = area.getKey();
      boolean isInside =
          !volume.isAbsolute() && volume.equals(volume.normalize()) && !volume.startsWith("..");
      boolean isOurs =
          area.getValue().equals(HomeLayout.JOURNALS.resolve(id))
              || area.getValue().equals(volume.resolve(".voltad").resolve(id));
      if (!isInside || !isOurs) {
        throw new IllegalArgumentException("no place of journal " + id + ": " + area.getValue());
      }
    }
  }

  /** The areas for a home with these filesystems. */
  public static Workspace of(String id, HomeSnapshot home) {
    Map<Path, Path> areas = new TreeMap<>();
    Path journal = HomeLayout.JOURNALS.resolve(id);
    Path own = home.volume(journal);
    areas.put(own, journal);
    if (!own.equals(TOP)) {
      areas.put(TOP, Path.of(".voltad").resolve(id));
    }
    home.entries()
        .forEach(
            (path, entry) -> {
              if (entry instanceof Entry.Directory directory && directory.isBoundary()) {
                areas.putIfAbsent(path, path.resolve(".voltad").resolve(id));
              }
            });
    return new Workspace(id, areas);
  }

  /** The area on the filesystem that a path's own entry lies on. */
  public Path area(Path path) {
    for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
      Path area = areas.get(folder);
      if (area != null) {
        return area;
      }
    }
    return areas.get(TOP);
  }

  /** Where a path goes that is taken away. */
  public Path trash(Path path) {
    return area(path).resolve("trash").resolve(key(path));
  }

  /** Where the old file is kept when a path gets new content. */
  public Path backup(Path path) {
    return area(path).resolve("backup").resolve(key(path));
  }

  /** Where a link or file for a path is made, before it is renamed into place. */
  public Path scratch(Path path) {
    return area(path).resolve("scratch");
  }

  /** The link with this target of which a path's link becomes a second name. */
  public Path template(Path path, Path target) {
    return area(path).resolve("link-" + key(target));
  }

  /** Whether a path is inside one of the areas. */
  public boolean contains(Path path) {
    return areas.values().stream().anyMatch(path::startsWith);
  }

  /** The areas outside the journal's own folder, each with the folders it needs, parents first. */
  public List<Path> foreignDirectories() {
    List<Path> directories = new ArrayList<>();
    for (Path area : new TreeMap<>(areas).values()) {
      if (!area.startsWith(HomeLayout.JOURNALS)) {
        directories.add(area.getParent());
        directories.add(area);
        directories.add(area.resolve("trash"));
        directories.add(area.resolve("backup"));
      }
    }
    return directories;
  }

  /** Short, unique and the same each time; the plan says which path it stands for. */
  private static String key(Path path) {
    try {
      byte[] text = HomePath.text(path).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

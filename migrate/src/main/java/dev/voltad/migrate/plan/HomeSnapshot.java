package dev.voltad.migrate.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was seen of a home at one moment: path to {@link Entry}, as far down as planning looks
 * ({@code HomeScanner} says how far). Immutable, but for the one a {@link Draft} shows while it is
 * drawn up.
 */
public final class HomeSnapshot {
  private static final Path TOP = Path.of("");

  private final Path home;
  private final NavigableMap<Path, Entry> entries;

  /**
   * @param home where it is, absolute; for links that must be absolute
   * @param entries by home-relative path; copied
   */
  public HomeSnapshot(Path home, Map<Path, Entry> entries) {
    this(home, new TreeMap<>(entries));
  }

  private HomeSnapshot(Path home, TreeMap<Path, Entry> entries) {
    this.home = home;
    this.entries = Collections.unmodifiableNavigableMap(entries);
  }

  /** A view of entries that go on changing. */
  static HomeSnapshot over(Path home, TreeMap<Path, Entry> entries) {
    return new HomeSnapshot(home, entries);
  }

  /** Where the home is, absolute. */
  public Path home() {
    return home;
  }

  /** All entries by home-relative path, in byte order; cannot be changed. */
  public NavigableMap<Path, Entry> entries() {
    return entries;
  }

  /** What is at a path, links not followed. */
  public Optional<Entry> at(Path path) {
    return Optional.ofNullable(entries.get(path));
  }

  /** Whether anything is there, a link to nowhere included. */
  public boolean has(Path path) {
    return entries.containsKey(path);
  }

  /** Whether there is a folder, or a link that leads to one. */
  public boolean isDirectory(Path path) {
    Entry entry = entries.get(path);
    return entry instanceof Entry.Directory
        || entry instanceof Entry.Link link && link.leadsTo() == Entry.Leads.DIRECTORY;
  }

  /** Whether there is a folder itself, not a link to one that the layout does not expect. */
  public boolean isRealDirectory(Path path) {
    return entries.get(path) instanceof Entry.Directory;
  }

  /** Whether stat(2) finds something there: it is no link to nowhere. */
  public boolean leadsSomewhere(Path path) {
    Entry entry = entries.get(path);
    return entry != null
        && !(entry instanceof Entry.Link link && link.leadsTo() == Entry.Leads.NOWHERE);
  }

  /** The content of a regular file, if it was read. */
  public Optional<String> text(Path path) {
    return entries.get(path) instanceof Entry.File file ? file.text() : Optional.empty();
  }

  /** The entries of a folder, in byte order; empty if it is none or was not looked into. */
  public List<Path> children(Path directory) {
    List<Path> children = new ArrayList<>();
    int depth = directory.equals(TOP) ? 1 : directory.getNameCount() + 1;
    for (Path path : below(directory).keySet()) {
      if (path.getNameCount() == depth) {
        children.add(path);
      }
    }
    return children;
  }

  /**
   * The filesystem a path's own entry lies on, as the topmost folder of the home on it; the empty
   * path for that of the home itself.
   */
  public Path volume(Path path) {
    for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
      if (entries.get(folder) instanceof Entry.Directory directory && directory.isBoundary()) {
        return folder;
      }
    }
    return TOP;
  }

  /** What the home will be after these operations. */
  public HomeSnapshot after(List<Operation> operations) {
    if (operations.isEmpty()) {
      return this;
    }
    Draft draft = new Draft(this);
    operations.forEach(draft::add);
    return draft.now();
  }

  private Map<Path, Entry> below(Path directory) {
    return directory.equals(TOP) ? entries : belowIn(entries, directory);
  }

  /** A copy of all below a folder. Paths are ordered by bytes, so that stands together. */
  static Map<Path, Entry> belowIn(NavigableMap<Path, Entry> entries, Path directory) {
    Map<Path, Entry> below = new TreeMap<>();
    Path first = directory.resolve("\u0001");
    for (Map.Entry<Path, Entry> entry : entries.tailMap(first, true).entrySet()) {
      if (!entry.getKey().startsWith(directory)) {
        break;
      }
      below.put(entry.getKey(), entry.getValue());
    }
    return below;
  }
}

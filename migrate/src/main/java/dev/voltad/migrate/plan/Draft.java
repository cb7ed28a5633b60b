package dev.voltad.migrate.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Operations as they are thought of, one after another, and what the home will be after those so
 * far. Used inside one planning call; not shared.
 */
final class Draft {
  private final TreeMap<Path, Entry> entries;
  private final HomeSnapshot now;
  private final List<Operation> operations = new ArrayList<>();

  Draft(HomeSnapshot home) {
    this.entries = new TreeMap<>(home.entries());
    this.now = HomeSnapshot.over(home.home(), entries);
  }

  /** The home after the operations so far; goes on changing with them. */
  HomeSnapshot now() {
    return now;
  }

  List<Operation> operations() {
    return operations;
  }

  /** Adds one operation; it must be possible now. */
  void add(Operation operation) {
    operations.add(operation);
    if (operation instanceof Operation.MakeDir make) {
      entries.put(make.path(), Entry.Directory.PLAIN);
    } else if (operation instanceof Operation.Move move) {
      moveTree(move.from(), move.to());
    } else if (operation instanceof Operation.Link link) {
      entries.put(link.path(), new Entry.Link(link.target(), Entry.Leads.FILE));
    } else if (operation instanceof Operation.PutFile put) {
      entries.put(put.path(), Entry.File.of(put.text()));
    } else if (!(operation instanceof Operation.SyncHome
        || operation instanceof Operation.SyncDir)) {
      throw new AssertionError(operation);
    }
  }

  /** Makes a folder and its parents, those that are missing. */
  void makeDirectories(Path directory) {
    List<Path> missing = new ArrayList<>();
    for (Path path = directory; path != null && !now.has(path); path = path.getParent()) {
      missing.add(0, path);
    }
    missing.forEach(path -> add(new Operation.MakeDir(path)));
  }

  private void moveTree(Path from, Path to) {
    Entry moved = entries.remove(from);
    if (moved == null || entries.containsKey(to)) {
      throw new IllegalStateException("cannot move " + from + " to " + to);
    }
    Map<Path, Entry> below = HomeSnapshot.belowIn(entries, from);
    below.keySet().forEach(entries::remove);
    entries.put(to, moved);
    below.forEach((path, entry) -> entries.put(to.resolve(from.relativize(path)), entry));
  }
}

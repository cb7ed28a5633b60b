package dev.voltad.migrate;

import dev.voltad.migrate.fs.Mounts;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.plan.Entry;
import dev.voltad.migrate.plan.HomeSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Looks at a home, as far down as planning needs and no further: an image of Node holds thousands
 * of files, of which {@code bin/node} and npm's manifest matter. Reads only; takes no lock.
 *
 * <p>Where the layout wants a folder, a link to one is taken for it; anywhere else a link is a
 * link.
 */
final class HomeScanner {
  private final EntryReader reader;
  private final TreeMap<Path, Entry> entries = new TreeMap<>();

  private HomeScanner(Path home) {
    this.reader = new EntryReader(home, Mounts.now());
  }

  /** Everything that planning from any layout needs. */
  static HomeSnapshot scan(Path home) throws IOException {
    HomeScanner scanner = new HomeScanner(home);
    scanner.top();
    HomeLayout.DIRECTORIES.forEach(scanner::layoutDirectory);
    scanner.layoutDirectory(HomeLayout.PACKAGE_INVENTORY);
    scanner.layoutDirectory(HomeLayout.SELF);
    scanner.layoutDirectory(HomeLayout.JOURNALS);
    scanner.text(HomeLayout.PLATFORM);
    scanner.childrenOf(HomeLayout.NODE_INVENTORY).stream()
        .filter(path -> path.toString().endsWith("-npm"))
        .forEach(scanner::text);
    scanner.configs(HomeLayout.PACKAGES);
    scanner.configs(HomeLayout.BINS);
    scanner.scopes(HomeLayout.SHARED);
    scanner.nodeImages();
    scanner.packageImages();
    scanner.leftovers();
    return scanner.snapshot(home);
  }

  /** What decides whether a home of the current layout needs anything: markers and shims. */
  static HomeSnapshot scanShims(Path home) throws IOException {
    HomeScanner scanner = new HomeScanner(home);
    scanner.top();
    scanner.layoutDirectory(HomeLayout.BIN);
    scanner.layoutDirectory(HomeLayout.TOOLS);
    scanner.layoutDirectory(HomeLayout.USER);
    scanner.layoutDirectory(HomeLayout.BINS);
    return scanner.snapshot(home);
  }

  private HomeSnapshot snapshot(Path home) {
    return new HomeSnapshot(home, entries);
  }

  private void top() throws IOException {
    for (Path child : reader.names(Path.of(""))) {
      entries.put(child, reader.entry(child));
    }
  }

  /** A folder that the layout wants, and the entries in it. */
  private void layoutDirectory(Path path) {
    if (entries.containsKey(path)) {
      entries.put(path, reader.layoutDirectory(path));
      list(path);
    }
  }

  private void list(Path directory) {
    if (!(entries.get(directory) instanceof Entry.Directory known)) {
      return;
    }
    try {
      for (Path child : reader.names(directory)) {
        entries.put(child, reader.entry(child));
      }
    } catch (IOException e) {
      entries.put(
          directory, new Entry.Directory(known.isBoundary(), EntryReader.problem("list", e)));
    }
  }

  private List<Path> childrenOf(Path directory) {
    return snapshot(Path.of("/")).children(directory);
  }

  private List<Path> listed(Path directory) {
    list(directory);
    return childrenOf(directory);
  }

  private void text(Path file) {
    if (entries.containsKey(file)) {
      entries.put(file, reader.withText(file));
    }
  }

  /** A file somewhere below a folder that is not listed itself; its parents become known. */
  private void reach(Path file) {
    Path parent = file.getParent();
    if (!entries.containsKey(parent)) {
      reach(parent);
    }
    if (entries.get(parent) instanceof Entry.Directory && reader.exists(file)) {
      entries.put(file, reader.entry(file));
    }
  }

  private void configs(Path directory) {
    for (Path path : childrenOf(directory)) {
      if (entries.get(path) instanceof Entry.Directory) {
        listed(path).forEach(this::text);
      } else {
        text(path);
      }
    }
  }

  /** Packages are folders, or folders in a scope. */
  private List<Path> scopes(Path directory) {
    return childrenOf(directory).stream()
        .flatMap(
            path ->
                path.getFileName().toString().startsWith("@")
                    ? listed(path).stream()
                    : List.of(path).stream())
        .toList();
  }

  private void nodeImages() {
    for (Path folder : childrenOf(HomeLayout.NODE_IMAGES)) {
      for (Path child : listed(folder)) {
        nodeImage(child, folder);
      }
      nodeImage(folder, folder);
    }
  }

  private void nodeImage(Path image, Path version) {
    Path program = image.resolve("bin/node");
    if (!reader.isProgram(program)) {
      return;
    }
    reach(program);
    if (!entries.containsKey(HomeLayout.bundledNpm(HomePath.text(version.getFileName())))) {
      Path manifest = image.resolve("lib/node_modules/npm/package.json");
      reach(manifest);
      text(manifest);
    }
  }

  private void packageImages() {
    for (Path image : scopes(HomeLayout.PACKAGE_IMAGES)) {
      for (Path child : listed(image)) {
        reach(child.resolve("package.json"));
        text(child.resolve("package.json"));
      }
      list(image.resolve("bin"));
      prefix(image, HomeLayout.PACKAGE_IMAGES.relativize(image));
    }
  }

  /** An npm prefix: the manifest of the package in it. */
  private void prefix(Path prefix, Path name) {
    Path manifest = prefix.resolve("lib/node_modules").resolve(name).resolve("package.json");
    reach(manifest);
    text(manifest);
  }

  /** What killed migrations of upstream leave in {@code tmp/}. */
  private void leftovers() {
    for (Path folder : childrenOf(HomeLayout.TMP)) {
      for (Path image : listed(folder)) {
        nodeImage(image, image);
      }
    }
    if (entries.get(HomeLayout.PACKAGE_STAGING) instanceof Entry.Directory) {
      for (Path prefix : listed(HomeLayout.PACKAGE_STAGING)) {
        Path modules = prefix.resolve("lib/node_modules");
        listed(prefix);
        list(prefix.resolve("bin"));
        reach(modules);
        list(modules);
        scopes(modules).forEach(path -> prefix(prefix, modules.relativize(path)));
      }
    }
  }
}

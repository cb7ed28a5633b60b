package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files in which Volta records packages and executables. */
final class Packages {
  private Packages() {}

  /** Every file in {@code tools/user/packages}, scopes looked into, whatever its name. */
  static List<Path> files(HomeSnapshot home) {
    List<Path> files = new ArrayList<>();
    for (Path path : home.children(HomeLayout.PACKAGES)) {
      if (home.isRealDirectory(path)) {
        home.children(path).stream().filter(file -> isFile(home, file)).forEach(files::add);
      } else if (isFile(home, path)) {
        files.add(path);
      }
    }
    return files;
  }

  /** Every {@code tools/user/bins/<name>.json}. */
  static List<Path> binFiles(HomeSnapshot home) {
    return home.children(HomeLayout.BINS).stream()
        .filter(path -> isFile(home, path))
        .filter(path -> path.toString().endsWith(".json"))
        .toList();
  }

  private static boolean isFile(HomeSnapshot home, Path path) {
    return home.at(path).filter(Entry.File.class::isInstance).isPresent();
  }
}

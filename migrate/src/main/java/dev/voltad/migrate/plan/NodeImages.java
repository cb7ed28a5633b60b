package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The images of Node in a home: which are whole, and what is said of them elsewhere. */
final class NodeImages {
  private static final Path PROGRAM = Path.of("bin", "node");
  private static final Path NPM_MANIFEST = Path.of("lib", "node_modules", "npm", "package.json");

  private NodeImages() {}

  /** Whether a folder is the root of a Node that can be run. */
  static boolean isImage(HomeSnapshot home, Path directory) {
    return home.at(directory.resolve(PROGRAM)).isPresent();
  }

  /** The versions whose image is in its place, {@code image/node/<version>/bin/node}. */
  static boolean isInstalled(HomeSnapshot home, String version) {
    return Versions.isVersion(version)
        && isImage(home, HomeLayout.NODE_IMAGES.resolve(HomePath.of(version)));
  }

  /** Folders directly in {@code image/node/} that are named like a version. */
  static List<Path> versionFolders(HomeSnapshot home) {
    return home.children(HomeLayout.NODE_IMAGES).stream()
        .filter(path -> Versions.isVersion(HomePath.text(path.getFileName())))
        .toList();
  }

  /**
   * The npm that came with a Node: what Volta recorded, else what the image says itself.
   *
   * @param image the image's root, wherever it is now
   */
  static Optional<String> bundledNpm(HomeSnapshot home, String version, Path image) {
    return home.text(HomeLayout.bundledNpm(version))
        .filter(Versions::isVersion)
        .or(() -> inferredNpm(home, image));
  }

  private static Optional<String> inferredNpm(HomeSnapshot home, Path image) {
    return home.text(image.resolve(NPM_MANIFEST))
        .flatMap(PackageManifest::read)
        .flatMap(PackageManifest::version)
        .filter(Versions::isVersion);
  }

  /**
   * Whole images that an upstream migration left in {@code tmp/<something>/<version>} when it was
   * killed are brought back; an empty folder that stands in their place is taken away. (A killed
   * download is never taken for one: its folder is named after the archive.)
   *
   * @param folders what is, or was, in {@code tmp/}
   */
  static List<Operation> bringBackStranded(
      HomeSnapshot home, List<Path> folders, Workspace workspace) {
    Draft draft = new Draft(home);
    HomeSnapshot now = draft.now();
    for (Path folder : folders) {
      for (Path image : home.children(folder)) {
        Path place = HomeLayout.NODE_IMAGES.resolve(image.getFileName());
        boolean isStranded =
            Versions.isVersion(HomePath.text(image.getFileName()))
                && isImage(home, image)
                && home.volume(image).equals(home.volume(place));
        if (isStranded && !now.has(place)) {
          draft.add(new Operation.Move(image, place));
        } else if (isStranded && now.isRealDirectory(place) && now.children(place).isEmpty()) {
          draft.add(new Operation.Move(place, workspace.trash(place)));
          draft.add(new Operation.Move(image, place));
        }
      }
    }
    return draft.operations();
  }

  /**
   * Writes each missing {@code node-v<V>-npm} that the image itself can tell; without it upstream
   * refuses to run that Node.
   */
  static List<Operation> recordBundledNpm(HomeSnapshot home) {
    List<Operation> operations = new ArrayList<>();
    for (Path image : versionFolders(home)) {
      String version = HomePath.text(image.getFileName());
      Path file = HomeLayout.bundledNpm(version);
      if (!home.has(file) && isImage(home, image)) {
        inferredNpm(home, image)
            .ifPresent(npm -> operations.add(new Operation.PutFile(file, npm, false)));
      }
    }
    return operations;
  }
}

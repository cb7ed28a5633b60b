package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one package of V0 to V2 becomes one of V3, without a network: its image {@code
 * packages/<name>/<version>} is moved to where npm would have put it below a prefix of its own,
 * {@code packages/<name>/lib/node_modules/<name>}, its executables are linked from {@code bin/}
 * beside {@code lib/}, and its configs are written anew. No script of the package runs.
 *
 * <p>{@link #obstacle} says what keeps a package from it; such a package stays as it is.
 */
final class PackageConversion {
  private final Draft draft;
  private final HomeSnapshot home;
  private final Workspace workspace;
  private final PackageConfig config;

  private PackageConversion(Draft draft, Workspace workspace, PackageConfig config) {
    this.draft = draft;
    this.home = draft.now();
    this.workspace = workspace;
    this.config = config;
  }

  /** Why this package cannot be converted; empty if it can. */
  static Optional<String> obstacle(HomeSnapshot home, Path file, PackageConfig config) {
    if (!config.file().equals(file)) {
      return Optional.of("it names itself " + config.name() + ", which is another file's name");
    }
    Path image = config.image();
    if (home.has(image) && !home.isRealDirectory(image)) {
      return Optional.of(HomePath.text(image) + " is no folder");
    }
    for (Path path = config.inPrefix(); path != null; path = path.getParent()) {
      Path inImage = image.resolve(path);
      if (home.has(inImage) && !home.isRealDirectory(inImage)) {
        return Optional.of(HomePath.text(inImage) + " is in the way");
      }
    }
    Path versioned = image.resolve(config.version());
    if (home.isRealDirectory(versioned) && home.has(image.resolve(config.inPrefix()))) {
      return Optional.of("both its old and a new image are there");
    }
    if (home.has(versioned) && !home.isRealDirectory(versioned)) {
      return Optional.of(HomePath.text(versioned) + " is no folder");
    }
    boolean hasImage = home.isRealDirectory(versioned);
    if (hasImage
        && !home.has(versioned.resolve("package.json"))
        && recordedPaths(home, config).isEmpty()) {
      return Optional.of("its image has no package.json, and no executable of it is on record");
    }
    return Optional.empty();
  }

  /** Adds what is to be done for one package that has no obstacle. */
  static void plan(Draft draft, Workspace workspace, PackageConfig config) {
    PackageConversion conversion = new PackageConversion(draft, workspace, config);
    conversion.moveImage();
    conversion.writeConfigs();
  }

  private void moveImage() {
    Path image = config.image();
    Path versioned = image.resolve(config.version());
    if (home.isRealDirectory(versioned)) {
      Path place = image.resolve(config.inPrefix());
      draft.makeDirectories(place.getParent());
      draft.add(new Operation.Move(versioned, place));
      draft.makeDirectories(image.resolve("bin"));
    } else if (!home.has(image.resolve(config.inPrefix()))) {
      takeStaged();
    }
  }

  /** A prefix that npm had filled when upstream was killed, still in its staging folder. */
  private void takeStaged() {
    Path image = config.image();
    boolean isFree = !home.has(image) || home.children(image).isEmpty();
    Optional<Path> staged =
        home.children(HomeLayout.PACKAGE_STAGING).stream()
            .filter(home::isRealDirectory)
            .filter(this::isWholePrefix)
            .findFirst();
    if (staged.isEmpty() || !isFree || !home.volume(staged.get()).equals(home.volume(image))) {
      return;
    }
    if (home.has(image)) {
      draft.add(new Operation.Move(image, workspace.trash(image)));
    }
    draft.makeDirectories(image.getParent());
    draft.add(new Operation.Move(staged.get(), image));
  }

  private boolean isWholePrefix(Path prefix) {
    return home.text(prefix.resolve(config.inPrefix()).resolve("package.json"))
        .flatMap(PackageManifest::read)
        .filter(manifest -> manifest.name().equals(Optional.of(config.name())))
        .filter(manifest -> manifest.version().equals(Optional.of(config.version())))
        .isPresent();
  }

  private void writeConfigs() {
    Path place = config.image().resolve(config.inPrefix());
    boolean hasImage = home.isRealDirectory(place);
    Map<String, Optional<String>> bins = bins(place);
    List<String> names = new ArrayList<>(bins.keySet());
    PackageConfig converted = config.converted(names);
    for (Map.Entry<String, Optional<String>> bin : bins.entrySet()) {
      if (hasImage) {
        bin.getValue().ifPresent(path -> linkBin(bin.getKey(), path));
      }
      putBinConfig(converted, bin.getKey());
    }
    if (hasImage) {
      linkShared(place);
    }
    draft.add(new Operation.PutFile(config.file(), converted.text(), true));
  }

  /** Executable to path in the package: the package's own word, else what Volta recorded. */
  private Map<String, Optional<String>> bins(Path place) {
    Map<String, Optional<String>> bins = new LinkedHashMap<>();
    home.text(place.resolve("package.json"))
        .flatMap(PackageManifest::read)
        .ifPresent(m -> m.bins().forEach((name, path) -> bins.put(name, Optional.of(path))));
    if (bins.isEmpty()) {
      bins.putAll(recordedPaths(home, config));
    }
    if (bins.isEmpty()) {
      config.bins().stream()
          .map(PackageManifest::unscoped)
          .filter(PackageManifest::isBinName)
          .forEach(name -> bins.put(name, Optional.empty()));
    }
    return bins;
  }

  /** The recorded executables whose path is on record too. */
  private static Map<String, Optional<String>> recordedPaths(
      HomeSnapshot home, PackageConfig config) {
    Map<String, Optional<String>> paths = new LinkedHashMap<>();
    for (String recorded : config.bins()) {
      String name = PackageManifest.unscoped(recorded);
      Optional<String> path =
          PackageManifest.isBinName(name)
              ? home.text(BinConfig.file(recorded))
                  .flatMap(BinConfig::read)
                  .filter(bin -> bin.packageName().equals(config.name()))
                  .flatMap(BinConfig::path)
                  .flatMap(PackageManifest::inside)
              : Optional.empty();
      path.ifPresent(found -> paths.put(name, Optional.of(found)));
    }
    return paths;
  }

  private void linkBin(String name, String path) {
    Path link = config.image().resolve("bin").resolve(HomePath.of(name));
    if (!home.has(link)) {
      Path target = Path.of("..").resolve(config.inPrefix()).resolve(HomePath.of(path));
      draft.add(new Operation.Link(link, target, Optional.empty()));
    }
  }

  /** A config that cannot be read, or is another package's, is not overwritten. */
  private void putBinConfig(PackageConfig converted, String name) {
    Path file = BinConfig.file(name);
    boolean isThere = home.has(file);
    boolean isOurs =
        home.text(file)
            .flatMap(BinConfig::read)
            .filter(bin -> bin.packageName().equals(config.name()))
            .isPresent();
    if (!isThere || isOurs) {
      draft.add(new Operation.PutFile(file, converted.binText(name), isThere));
    }
  }

  private void linkShared(Path place) {
    Path link = HomeLayout.SHARED.resolve(HomePath.of(config.name()));
    Path target = home.home().resolve(place);
    Optional<Entry> there = home.at(link);
    if (there.isEmpty()) {
      draft.makeDirectories(link.getParent());
      draft.add(new Operation.Link(link, target, Optional.empty()));
    } else if (there.get() instanceof Entry.Link old && !old.target().equals(target)) {
      draft.add(new Operation.Link(link, target, Optional.of(old.target())));
    }
  }
}

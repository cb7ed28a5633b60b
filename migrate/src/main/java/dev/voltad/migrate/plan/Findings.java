package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What in a home cannot be used as it is. Told from the home alone, so any time again. */
final class Findings {
  private final HomeSnapshot home;
  private final List<Finding> findings = new ArrayList<>();

  private Findings(HomeSnapshot home) {
    this.home = home;
  }

  /** Everything worth saying about a home that has the current layout. */
  static List<Finding> of(HomeSnapshot home, Path shimProgram) {
    Findings findings = new Findings(home);
    findings.unlistable();
    findings.defaultPlatform();
    findings.nodeImages();
    findings.packages();
    findings.bins();
    findings.findings.addAll(new ShimPlan(home, shimProgram).findings());
    return List.copyOf(findings.findings);
  }

  private void unlistable() {
    home.entries()
        .forEach(
            (path, entry) -> {
              if (entry instanceof Entry.Directory directory && directory.problem().isPresent()) {
                add(path, directory.problem().get(), "Make it readable, then run `volta-migrate`.");
              }
            });
  }

  private void defaultPlatform() {
    Path file = HomeLayout.PLATFORM;
    String next = "Set it anew: `volta install node`.";
    if (!(home.at(file).orElse(Entry.File.of("")) instanceof Entry.File platform)) {
      add(file, "the default platform is no regular file", next);
    } else if (platform.problem().isPresent()) {
      add(file, platform.problem().get(), next);
    } else if (!platform.text().map(DefaultPlatform::isReadable).orElse(true)) {
      add(file, "the default platform cannot be read: not valid JSON of its form", next);
    }
  }

  private void nodeImages() {
    for (Path path : home.children(HomeLayout.NODE_IMAGES)) {
      String version = HomePath.text(path.getFileName());
      if (path.getFileName().toString().equals(".voltad")) {
        continue;
      }
      if (!Versions.isVersion(version)) {
        add(path, "not named like a version of Node", "Remove it if you do not need it.");
      } else if (!NodeImages.isImage(home, path)) {
        add(
            path,
            "an image without a Node",
            "Remove it, then run `volta fetch node@" + version + "`.");
      } else if (NodeImages.bundledNpm(home, version, path).isEmpty()) {
        add(
            HomeLayout.bundledNpm(version),
            "the npm that came with Node " + version + " cannot be told",
            "Remove " + HomePath.text(path) + ", then run `volta fetch node@" + version + "`.");
      }
    }
  }

  private void packages() {
    for (Path file : Packages.files(home)) {
      Optional<PackageConfig> config = home.text(file).flatMap(PackageConfig::read);
      if (config.isEmpty()) {
        add(file, unreadable(file, "package"), anew(file));
      } else if (config.get().isLegacy()) {
        String why = PackageConversion.obstacle(home, file, config.get()).orElse("not converted");
        add(file, "still in its old form: " + why, reinstall(config.get()));
      } else {
        installed(file, config.get());
      }
    }
  }

  private static String anew(Path file) {
    String name = HomePath.text(HomeLayout.PACKAGES.relativize(file));
    return name.endsWith(".json")
        ? "Run `volta install " + name.replaceAll("\\.json$", "") + "` to set it right."
        : "Remove it if you do not need it.";
  }

  private void installed(Path file, PackageConfig config) {
    String node = config.platform().node();
    Path place = config.image().resolve(config.inPrefix());
    if (!home.has(config.image())) {
      add(file, "its image is missing: " + HomePath.text(config.image()), reinstall(config));
    } else if (home.isRealDirectory(place) && !home.has(place.resolve("package.json"))) {
      add(file, "its image has no package.json: " + HomePath.text(place), reinstall(config));
    } else if (!NodeImages.isInstalled(home, node)) {
      add(file, "its Node " + node + " is not installed", "Run `volta fetch node@" + node + "`.");
    }
  }

  private void bins() {
    for (Path file : Packages.binFiles(home)) {
      Optional<BinConfig> config = home.text(file).flatMap(BinConfig::read);
      if (config.isEmpty()) {
        add(file, unreadable(file, "executable"), "Reinstall the package that it belongs to.");
      } else if (config.get().isLegacy()) {
        String owner = config.get().packageName();
        add(file, "still in its old form", "Run `volta install " + owner + "`.");
      }
    }
  }

  private String unreadable(Path file, String what) {
    Optional<Entry> entry = home.at(file);
    if (entry.orElse(null) instanceof Entry.File damaged && damaged.problem().isPresent()) {
      return damaged.problem().get();
    }
    return "not the valid record of " + (what.equals("package") ? "a package" : "an executable");
  }

  private static String reinstall(PackageConfig config) {
    return "Run `volta install " + config.name() + "@" + config.version() + "`.";
  }

  private void add(Path path, String reason, String next) {
    findings.add(new Finding(path, reason, next));
  }
}

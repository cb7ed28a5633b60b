package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which layout a home without a marker has, from what is in it: the oldest form that anything there
 * has. A step finds nothing to do for what is newer, so too old a guess is harmless.
 */
public final class LegacyEvidence {
  private LegacyEvidence() {}

  public static Detection detect(HomeSnapshot home) {
    for (Path path : HomeLayout.V0_ONLY) {
      if (home.has(path) && !home.isDirectory(path)) {
        return found(LayoutVersion.V0, "there is " + HomePath.text(path));
      }
    }
    for (Path folder : NodeImages.versionFolders(home)) {
      for (Path image : home.children(folder)) {
        boolean isNested =
            Versions.isVersion(HomePath.text(image.getFileName()))
                && NodeImages.isImage(home, image);
        if (isNested) {
          return found(LayoutVersion.V1, "there is " + HomePath.text(image) + "/bin/node");
        }
      }
    }
    for (Path file : Packages.files(home)) {
      boolean isLegacy =
          home.text(file).flatMap(PackageConfig::read).filter(PackageConfig::isLegacy).isPresent();
      if (isLegacy) {
        return found(LayoutVersion.V2, HomePath.text(file) + " is in its old form");
      }
    }
    if (home.has(HomeLayout.PACKAGE_INVENTORY)) {
      return found(LayoutVersion.V2, "there is " + HomePath.text(HomeLayout.PACKAGE_INVENTORY));
    }
    if (home.has(HomeLayout.TOOLS)) {
      return found(LayoutVersion.V3, "there is tools, and nothing in it in an old form");
    }
    return new Detection(Optional.empty(), "nothing of Volta's is there");
  }

  private static Detection found(LayoutVersion layout, String evidence) {
    return new Detection(Optional.of(layout), "no marker; " + evidence);
  }
}

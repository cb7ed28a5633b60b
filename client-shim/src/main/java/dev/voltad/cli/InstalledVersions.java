package dev.voltad.cli;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The versions of a tool that can be run, newest first.
 *
 * @param tool for example {@code node}
 * @param versions for example {@code 20.11.1}
 */
record InstalledVersions(String tool, List<String> versions) {
  private static final int SHOWN = 8;

  /** Those of the tool that the run asks for, which is {@code tool@version}. */
  static InstalledVersions of(ColdRun run) {
    String tool = run.subject().replaceFirst("@.*", "");
    List<String> versions = new ArrayList<>();
    try (Stream<Path> images = Files.list(run.home().resolve("tools/image").resolve(tool))) {
      images
          .filter(image -> Files.isExecutable(image.resolve("bin").resolve(tool)))
          .map(image -> image.getFileName().toString())
          .filter(name -> name.matches("\\d.*"))
          .forEach(versions::add);
    } catch (IOException none) {
      // no folder, or one that may not be read: nothing of it can be run
    }
    Collections.sort(versions, Comparator.comparing(Version::parse).reversed());
    return new InstalledVersions(tool, List.copyOf(versions));
  }

  String sentence() {
    if (versions.isEmpty()) {
      return "No version of " + tool + " is.";
    }
    String more =
        versions.size() > SHOWN ? ", and " + (versions.size() - SHOWN) + " older ones" : "";
    return "Installed: "
        + String.join(", ", versions.subList(0, Math.min(SHOWN, versions.size())))
        + more
        + ".";
  }
}

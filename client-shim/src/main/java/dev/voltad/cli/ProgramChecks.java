package dev.voltad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Checks of the programs: those that shims lead to, those on PATH, and the JVM. */
final class ProgramChecks {
  private static final List<String> PROGRAMS =
      List.of("volta", "volta-migrate", "volta-shim", "voltad");
  private static final List<String> TOOLS = List.of("node", "npm", "npx", "yarn", "pnpm");
  private static final String INSTALL = "Install the programs again.";

  private ProgramChecks() {}

  /** They start each other from there. */
  static Diagnosis present(Path folder) {
    List<String> missing =
        PROGRAMS.stream().filter(name -> !isProgram(folder.resolve(name))).toList();
    return missing.isEmpty()
        ? Diagnosis.ok("The programs are in " + folder + ".")
        : Diagnosis.error(
            "Programs are missing.",
            "Missing in " + folder + ", or not executable: " + String.join(", ", missing) + ".",
            INSTALL);
  }

  /** The folder of the program that the shims in a home lead to; empty if there are none. */
  static Optional<Path> shimFolder(Path home) throws IOException {
    Path bin = home.resolve("bin");
    if (!Files.isDirectory(bin)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(bin)) {
      return entries
          .filter(Files::isSymbolicLink)
          .map(ProgramChecks::target)
          .filter(target -> target.endsWith("volta-shim"))
          .map(Path::getParent)
          .min(Comparator.naturalOrder());
    }
  }

  private static Path target(Path link) {
    try {
      return Files.exists(link)
          ? link.toRealPath()
          : link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    } catch (IOException goneMeanwhile) {
      return link;
    }
  }

  /**
   * @param folder where the shims lead
   * @param ours the folder of this program
   */
  static Diagnosis shims(Path folder, Path ours) throws IOException {
    if (!isProgram(folder.resolve("volta-shim"))) {
      return Diagnosis.error(
          "The shims lead nowhere.",
          "There is no program " + folder.resolve("volta-shim") + ".",
          "Run `volta-migrate`, which lets them lead to the programs in " + ours + ".");
    }
    return isSame(folder, ours)
        ? Diagnosis.ok("The shims lead to these programs.")
        : Diagnosis.warning(
            "The shims lead to other programs than these.",
            "They lead to " + folder + "; this program is in " + ours + ".",
            "Run `volta-migrate`, which lets them lead here, or use the other one.");
  }

  /** The versions of the programs whose jars are in a folder. */
  static Map<String, String> versions(Path app) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (String name : List.of("volta", "volta-migrate", "voltad")) {
      Path jar = app.resolve(name + ".jar");
      if (Files.exists(jar)) {
        try (JarFile file = new JarFile(jar.toFile())) {
          Manifest manifest = file.getManifest();
          String version =
              manifest == null
                  ? null
                  : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
          versions.put(name, version == null ? "unknown" : version);
        }
      }
    }
    return versions;
  }

  static Diagnosis oneVersion(Map<String, String> versions) {
    return versions.values().stream().distinct().count() == 1 && versions.size() == 3
        ? Diagnosis.ok("They have version " + versions.get("volta") + ".")
        : Diagnosis.error(
            "The programs are not of one version.", "Found: " + versions + ".", INSTALL);
  }

  static Diagnosis binOnPath(Path bin, List<Path> path) {
    return path.stream().anyMatch(folder -> isSame(folder, bin))
        ? Diagnosis.ok(bin + " is on PATH.")
        : Diagnosis.warning(
            bin + " is not on PATH.",
            "A shell does not find Volta's tools.",
            "Run `volta setup`, then open a new terminal.");
  }

  /** Whether another node, npm, ... is found first. */
  static Diagnosis shadow(Path bin, List<Path> path) {
    for (Path folder : path) {
      if (isSame(folder, bin)) {
        break;
      }
      List<String> tools = TOOLS.stream().filter(t -> isProgram(folder.resolve(t))).toList();
      if (!tools.isEmpty()) {
        return Diagnosis.warning(
            "Another " + tools.get(0) + " than Volta's is found first.",
            folder + " is before " + bin + " on PATH and has " + String.join(", ", tools) + ".",
            "Put " + bin + " before " + folder + " in the start file of your shell.");
      }
    }
    return Diagnosis.ok("No other tools are found before Volta's.");
  }

  /** Whether a `volta` that is not ours is on PATH, upstream's for example. */
  static Diagnosis otherVolta(List<Path> path, Path ours) throws IOException {
    Path real = ours.toRealPath();
    for (Path folder : path) {
      Path volta = folder.resolve("volta");
      if (isProgram(volta)
          && !isSame(volta.toRealPath().getParent(), real)
          && !isOurs(volta.toRealPath())) {
        return Diagnosis.note(
            "Another Volta is on PATH: " + volta + ".",
            "It changes the same directory, but has neither a daemon nor an undo.",
            "Remove it, or put " + real + " before it on PATH.");
      }
    }
    return Diagnosis.ok("No other Volta is on PATH.");
  }

  /** A launcher of ours has its jar beside it, whichever release it is of. */
  private static boolean isOurs(Path volta) {
    Path above = volta.getParent().resolve("..");
    return Files.exists(above.resolve("app/volta.jar"))
        || Files.exists(above.resolve("self/current/app/volta.jar"));
  }

  /**
   * @param hasRuntime whether the release has a JVM of its own
   */
  static Diagnosis java(String javaHome, boolean hasRuntime) {
    if (hasRuntime) {
      return Diagnosis.ok("The programs have a Java of their own.");
    }
    if (javaHome.isEmpty()) {
      return Diagnosis.ok("Java comes from PATH.");
    }
    return isProgram(Path.of(javaHome, "bin/java"))
        ? Diagnosis.ok("Java comes from JAVA_HOME.")
        : Diagnosis.warning(
            "JAVA_HOME leads nowhere.",
            "There is no program " + Path.of(javaHome, "bin/java") + "; java on PATH is used.",
            "Set JAVA_HOME to a Java of version 17 or later, or unset it.");
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return Files.isSameFile(a, b);
    } catch (IOException missing) {
      return false;
    }
  }
}

package dev.voltad.migrate.install;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which programs run now, as far as proc(5) tells. */
final class Running {
  private static final Path PROCESSES = Path.of("/proc");

  private Running() {}

  /** Whether some process runs a program from below a folder; true where it cannot be told. */
  static boolean below(Path folder) throws IOException {
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return true;
    }
    Path real = folder.toRealPath();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : all) {
        if (program(process).startsWith(real)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Path program(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("exe"));
    } catch (IOException endedOrNotOurs) {
      return PROCESSES;
    }
  }
}

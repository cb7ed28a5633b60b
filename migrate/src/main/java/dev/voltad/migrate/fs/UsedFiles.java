package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files and folders that our processes have open or work in, as proc(5) tells; elsewhere than
 * on Linux, and of other users' processes, nothing is known. Immutable; true for a moment.
 */
public final class UsedFiles {
  private final List<Path> used = new ArrayList<>();

  private UsedFiles() {}

  /** What is in use now. */
  public static UsedFiles now() {
    UsedFiles files = new UsedFiles();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        files.addLink(process.resolve("cwd"));
        files.addLinksIn(process.resolve("fd"));
      }
    } catch (IOException | DirectoryIteratorException noProc) {
      return files;
    }
    return files;
  }

  private void addLinksIn(Path folder) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
      links.forEach(this::addLink);
    } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
      // nothing is known of it
    }
  }

  private void addLink(Path link) {
    try {
      used.add(Files.readSymbolicLink(link));
    } catch (IOException goneOrNotOurs) {
      // nothing is known of it
    }
  }

  /** Whether something at or below a path is in use. */
  public boolean isBelow(Path path) {
    return used.stream().anyMatch(file -> file.startsWith(path));
  }
}

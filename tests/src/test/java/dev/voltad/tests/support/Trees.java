package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Copies and removes whole trees, fast. */
public final class Trees {
  private Trees() {}

  /**
   * Copies a tree with modes, hard-linking its files. Good for programs that never write into an
   * existing file; whoever uses it checks in the end that the original is what it was.
   */
  public static void copyByLinks(Path from, Path to) {
    walk(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found)
              throws IOException {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
            Files.setPosixFilePermissions(
                Files.createDirectories(to.resolve(from.relativize(folder))), mode);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            Path copy = to.resolve(from.relativize(file));
            if (found.isSymbolicLink()) {
              Files.createSymbolicLink(copy, Files.readSymbolicLink(file));
            } else {
              Files.createLink(copy, file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a tree; one that is not there is fine. */
  public static void delete(Path top) {
    if (!Files.exists(top)) {
      return;
    }
    walk(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void walk(Path top, SimpleFileVisitor<Path> visitor) {
    try {
      Files.walkFileTree(top, visitor);
    } catch (IOException e) {
      throw new AssertionError(top.toString(), e);
    }
  }
}

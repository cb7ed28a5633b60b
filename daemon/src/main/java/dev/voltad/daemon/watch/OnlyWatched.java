package dev.voltad.daemon.watch;

import io.methvin.watcher.hashing.FileHasher;
import io.methvin.watcher.visitor.FileTreeVisitor;
import io.methvin.watchservice.MacOSXListeningWatchService;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the library that watches on macOS from reading all that is below a home: FSEvents tell of
 * whole trees, and it would list and hash each file of each Node to tell what has changed. Only
 * what lies directly in the home, in {@code bin} and in {@code tools/user} is looked at, and only
 * at its time.
 */
final class OnlyWatched implements MacOSXListeningWatchService.Config {
  private final Path home;

  OnlyWatched(Path home) {
    this.home = home;
  }

  @Override
  public FileHasher fileHasher() {
    return FileHasher.LAST_MODIFIED_TIME;
  }

  @Override
  public FileTreeVisitor fileTreeVisitor() {
    return this::visit;
  }

  private void visit(
      Path folder, FileTreeVisitor.Callback onFolder, FileTreeVisitor.Callback onFile)
      throws IOException {
    boolean isWatched =
        folder.endsWith(home.getFileName())
            || folder.endsWith("bin")
            || folder.endsWith("tools/user")
            || folder.endsWith("tools/user/packages")
            || folder.endsWith("tools/user/bins");
    if (!isWatched) {
      return;
    }
    onFolder.call(folder);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        onFile.call(child);
      }
    }
  }
}

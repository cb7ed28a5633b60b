package dev.voltad.migrate.install;

import dev.voltad.migrate.fs.PosixFileOps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Tells the launcher of any release of this product from other programs. */
final class Launcher {
  /** In every launcher that there ever was: launcher.c. */
  private static final String MARK = "-Dvoltad.install=";

  private static final int MAX_BYTES = 1 << 20;

  private Launcher() {}

  static boolean isAt(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Optional<byte[]> content = PosixFileOps.read(file, MAX_BYTES);
    return content
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains(MARK))
        .orElse(false);
  }
}

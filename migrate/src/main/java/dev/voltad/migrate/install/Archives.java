package dev.voltad.migrate.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a slot gets in its place: archives of classes, by the release's own program. */
public final class Archives {
  private static final int MINUTES = 5;

  private Archives() {}

  /**
   * Has them made; without archives the programs only start more slowly, so that they cannot be
   * made is no failure.
   *
   * @throws IOException if the program cannot be started, or we are interrupted
   */
  public static void make(Path slot) throws IOException {
    Path script = slot.resolve("libexec/make-archives");
    if (!Files.isExecutable(script)) {
      return;
    }
    Process process =
        new ProcessBuilder(script.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      process.waitFor(MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}

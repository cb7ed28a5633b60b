package dev.voltad.daemon.update;

import dev.voltad.daemon.update.SlotProgram.Result;
import dev.voltad.migrate.MigrationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Has a release's own {@code volta-migrate} change a home. */
final class Migrations {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private Migrations() {}

  /**
   * @param program with the environment of the home
   * @throws BadReleaseException if it fails for a reason of its own
   * @throws IOException if the home cannot be changed now
   */
  static void run(SlotProgram program, Path slot)
      throws BadReleaseException, IOException, InterruptedException {
    Path migrate = slot.resolve("bin/volta-migrate");
    String us = Long.toString(ProcessHandle.current().pid());
    Result result =
        program
            .with(MigrationRequest.UPDATER, us)
            .run(LIMIT, migrate, "--lock-timeout=10m")
            .itsOwn();
    if (result.exit() != 0) {
      throw new BadReleaseException(
          "its migrations ended with %d: %s".formatted(result.exit(), result.reason()));
    }
  }
}

package dev.voltad.daemon.update;

import dev.voltad.daemon.update.SlotProgram.Result;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Has a release's own {@code volta-migrate} change a home. */
final class Migrations {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** Tell nothing about the release: the disk is full, or another Volta is at work. */
  private static final Set<Integer> NOT_ITS_FAULT =
      Set.of(ProblemCode.FILESYSTEM.exitCode(), ProblemCode.LOCK_HELD.exitCode());

  private Migrations() {}

  /**
   * @param program with the environment of the home
   * @throws BadReleaseException if it fails for a reason of its own
   * @throws IOException if the home cannot be changed now
   */
  static void run(SlotProgram program, Path slot)
      throws BadReleaseException, IOException, InterruptedException {
    Result result = program.run(LIMIT, slot.resolve("bin/volta-migrate"), "--lock-timeout=10m");
    if (NOT_ITS_FAULT.contains(result.exit())) {
      throw new IOException("`volta-migrate` ended with " + result.exit() + ": " + result.reason());
    }
    if (result.exit() != 0) {
      throw new BadReleaseException(
          "its migrations ended with %d: %s".formatted(result.exit(), result.reason()));
    }
  }
}

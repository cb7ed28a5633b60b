package dev.voltad.cli;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One call of a service manager's own command, and how it ended.
 *
 * @param command for example {@code systemctl --user start voltad.service}
 * @param exit its exit status; 127 if it cannot be started
 * @param output what it said on both streams
 */
record ServiceCall(List<String> command, int exit, String output) {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int NOT_THERE = 127;
  private static final int TOO_LATE = 124; // as timeout(1) has it

  /**
   * Makes the call and waits for its end. One that does not end within a minute, as when the
   * service manager hangs, is killed; what systemd may take to start a service is less.
   */
  static ServiceCall of(List<String> command) throws InterruptedException {
    return of(command, LIMIT);
  }

  static ServiceCall of(List<String> command, Duration limit) throws InterruptedException {
    Path said = null;
    try {
      said = Files.createTempFile("volta", ".out"); // a pipe could be held by what it leaves behind
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String what = "It did not end within " + limit.toSeconds() + " s, and was killed.";
        return new ServiceCall(command, TOO_LATE, what);
      }
      return new ServiceCall(command, process.exitValue(), Files.readString(said).strip());
    } catch (IOException e) {
      return new ServiceCall(command, NOT_THERE, String.valueOf(e.getMessage()));
    } finally {
      delete(said);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException ignored) {
      // it lies in the folder for such files
    }
  }

  boolean hasHung() {
    return exit == TOO_LATE;
  }

  boolean isDone() {
    return exit == 0;
  }

  /** Fails with what the command said unless it did what it was told. */
  void require(String next) throws CommandException {
    if (!isDone()) {
      String why = output.isEmpty() ? "It ended with exit status " + exit + "." : output;
      throw new CommandException(
          new Problem(
              "Could not run `" + String.join(" ", command) + "`.",
              why.replace('\n', ' '),
              ProblemCode.ENVIRONMENT,
              next));
    }
  }
}

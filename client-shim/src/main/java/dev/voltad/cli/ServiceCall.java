package dev.voltad.cli;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One call of a service manager's own command, and how it ended.
 *
 * @param command for example {@code systemctl --user start voltad.service}
 * @param exit its exit status; 127 if it cannot be started
 * @param output what it said on both streams
 */
record ServiceCall(List<String> command, int exit, String output) {
  private static final int NOT_THERE = 127;

  /** Makes the call and waits for its end. */
  static ServiceCall of(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new ServiceCall(command, process.waitFor(), output);
    } catch (IOException e) {
      return new ServiceCall(command, NOT_THERE, String.valueOf(e.getMessage()));
    }
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

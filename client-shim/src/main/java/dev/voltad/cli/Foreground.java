package dev.voltad.cli;

import java.io.IOException;

/** Runs another program in our place, as far as Java can: it has our terminal and our signals. */
final class Foreground {
  private Foreground() {}

  /**
   * Runs the program to its end. If we are told to end (SIGTERM), it is told so too, and we wait.
   *
   * @return its exit code; 128 and the signal's number if a signal ended it
   */
  static int run(ProcessBuilder program) throws IOException, InterruptedException {
    Process process = program.inheritIO().start();
    Thread ender = new Thread(() -> end(process), "volta-end");
    Runtime.getRuntime().addShutdownHook(ender);
    return process.waitFor();
  }

  private static void end(Process process) {
    process.destroy(); // SIGTERM; nothing happens if it has ended
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

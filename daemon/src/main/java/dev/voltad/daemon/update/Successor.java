package dev.voltad.daemon.update;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The daemon that is to take our place, started by us, which tells by a word a line on its standard
 * output how far it is. The words never change: one release says them to another.
 */
final class Successor implements AutoCloseable {
  /** Of the daemon's arguments: wait for another's lock, and say these words. */
  static final String OPTION = "--take-over";

  private static final String END = "";

  private final Process process;
  private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

  private Successor(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "voltad-successor");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * @param slot of its release
   * @param passesSocket whether our standard input is the socket that a service manager gave us
   * @throws BadReleaseException if it cannot be started
   */
  static Successor start(Path slot, Map<String, String> changes, boolean passesSocket)
      throws BadReleaseException {
    ProcessBuilder builder = new ProcessBuilder(slot.resolve("bin/voltad").toString(), OPTION);
    SlotProgram.change(builder.environment(), changes);
    builder.directory(new File("/"));
    builder.redirectInput(
        passesSocket
            ? ProcessBuilder.Redirect.INHERIT
            : ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      return new Successor(builder.start());
    } catch (IOException e) {
      throw new BadReleaseException("its daemon could not be started: " + e.getMessage());
    }
  }

  OptionalLong pid() {
    return process.isAlive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          words.add(line.strip());
        }
      }
    } catch (IOException ended) {
      // as if it had closed it
    }
    words.add(END);
  }

  /**
   * Waits for a word; others before it do not count.
   *
   * @throws BadReleaseException if it ends, or does not say it in time
   */
  void await(String word, Duration limit) throws BadReleaseException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      String said = words.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (said == null) {
        throw new BadReleaseException(
            "its daemon did not say " + word + " within " + limit.toSeconds() + " s");
      }
      if (said.equals(END)) {
        process.waitFor();
        throw new BadReleaseException(
            "its daemon ended with " + process.exitValue() + " and did not say " + word);
      }
      if (said.equals(word)) {
        return;
      }
    }
  }

  /** What happened to it on trial. */
  enum Event {
    COMMITTED,
    /** In order: somebody stopped it. */
    STOPPED,
    BROKE,
    NOTHING
  }

  Event next(Duration limit) throws InterruptedException {
    String said = words.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (said == null) {
      return Event.NOTHING;
    }
    if (said.equals(HandoverWord.COMMITTED)) {
      return Event.COMMITTED;
    }
    if (!said.equals(END)) {
      return next(limit);
    }
    process.waitFor();
    return isOrderly(process.exitValue()) ? Event.STOPPED : Event.BROKE;
  }

  /** Of its own accord, or by a signal that asks it to: 128 and that of SIGHUP, SIGINT, SIGTERM. */
  private static boolean isOrderly(int exit) {
    return exit == 0 || exit == 129 || exit == 130 || exit == 143;
  }

  /** How it ended; empty if it runs. */
  Optional<Integer> exit() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Ends one that may never have begun. */
  static void end(Successor successor) {
    if (successor != null) {
      successor.close();
    }
  }

  /** Ends it at once, with all that it has started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

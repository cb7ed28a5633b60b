package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that runs. Its output goes to files, so that no thread has to read it. */
public final class Running implements AutoCloseable {
  private static final int LOOK_AGAIN_MILLIS = 5;

  private final ProcessBuilder builder;
  private final Process process;
  private final Path out;
  private final Path err;
  private final Duration limit;
  private final long started;

  private Running(ProcessBuilder builder, Path out, Path err, Duration limit) throws IOException {
    this.builder = builder;
    this.out = out;
    this.err = err;
    this.limit = limit;
    this.started = System.nanoTime();
    this.process = builder.start();
  }

  static Running start(ProcessBuilder builder, Duration limit) throws IOException {
    Path out = Files.createTempFile("voltad-tests", ".out");
    Path err = Files.createTempFile("voltad-tests", ".err");
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    try {
      return new Running(builder, out, err, limit);
    } catch (IOException e) {
      Files.delete(out);
      Files.delete(err);
      throw e;
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it printed on stdout so far. */
  public String stdout() {
    return read(out);
  }

  /** What it printed on stderr so far. */
  public String stderr() {
    return read(err);
  }

  /** Waits for its end; one that does not end in time is killed, and the test fails. */
  public Outcome await() {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        throw new AssertionError("still running after " + limit + ": " + outcome(-1));
      }
      return outcome(process.exitValue());
    } catch (InterruptedException e) {
      kill();
      throw new AssertionError("interrupted: " + outcome(-1), e);
    }
  }

  /**
   * Waits until something is so while it runs. Fails with its output, and is closed, if it ends
   * before that or if it takes longer than its limit.
   */
  public Running until(String what, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isSo.getAsBoolean()) {
      if (waitForEnd() && !isSo.getAsBoolean()) {
        throw failed("ended, and not: " + what, process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw failed("not after " + limit + ": " + what, -1);
      }
    }
    return this;
  }

  private AssertionError failed(String what, int exit) {
    AssertionError error = new AssertionError(what + ": " + outcome(exit));
    close();
    return error;
  }

  private boolean waitForEnd() {
    try {
      return process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      kill();
      throw new AssertionError("interrupted: " + outcome(-1), e);
    }
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL, to it and to what it started. */
  public void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Outcome outcome(int exit) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new Outcome(builder.command(), exit, read(out), read(err), took);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.voltad.cli;

import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts and stops a daemon where no service manager does.
 *
 * <p>Starting: is one answering? Then nothing to do. Else {@code voltad} is started in a session of
 * its own with its log in {@code self/log/voltad.log}, and asked until it answers. Two starts at
 * once are settled by the daemon's own lock: the second daemon sees the first and ends. If we die
 * in between, a daemon runs all the same.
 *
 * <p>Stopping: it is asked to stop; it has when its lock is free.
 */
final class DaemonStarter {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final int PAUSE_MILLIS = 20;

  private final Path home;
  private final Path programs;
  private final DaemonClient client;

  DaemonStarter(Path home, Path programs) {
    this.home = home;
    this.programs = programs;
    this.client = new DaemonClient(home);
  }

  boolean isAnswering() {
    try {
      return client.get(Resources.STATUS, ANSWER_LIMIT).status() == 200;
    } catch (UnreachableException e) {
      return false;
    }
  }

  /** Starts a daemon and returns when it answers. */
  void start() throws CommandException, InterruptedException {
    Path log = home.resolve("self/log/voltad.log");
    try {
      Files.createDirectories(log.getParent());
      Process daemon = spawn(log);
      long end = System.nanoTime() + START_LIMIT.toNanos();
      while (!isAnswering()) {
        boolean hasFailed =
            daemon.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS) && daemon.exitValue() != 0;
        if (hasFailed || System.nanoTime() >= end) {
          throw notStarted(hasFailed ? lastWords(log) : "It does not answer.", log);
        }
      }
    } catch (IOException e) {
      throw notStarted(e.getMessage(), log);
    }
  }

  private Process spawn(Path log) throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid"); // a closed terminal must not take it along
    }
    command.add(programs.resolve("voltad").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(new File("/"));
    builder.environment().put("VOLTA_HOME", home.toString());
    builder.environment().remove("_VOLTA_TOOL_RECURSION"); // must not leak into what it starts
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  private static String lastWords(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith("  why:"))
        .reduce((first, next) -> next)
        .map(line -> line.substring("  why:".length()).strip())
        .orElse("It ended at once.");
  }

  private static CommandException notStarted(String why, Path log) {
    return new CommandException(
        new Problem(
            "Could not start the daemon.",
            why,
            ProblemCode.DAEMON_UNREACHABLE,
            "See " + log + "."));
  }

  /** Whether some process has the daemon's lock, answering or not. */
  boolean isHeld() throws CommandException {
    try {
      return Files.exists(lockFile()) && !isGone();
    } catch (IOException | LockUnavailableException e) {
      throw notStopped(e.getMessage());
    }
  }

  private Path lockFile() {
    return home.resolve("self/daemon.lock");
  }

  /** Stops the daemon there is; returns when it is gone. */
  void stop() throws CommandException, InterruptedException {
    try {
      client.post(Resources.STOP, ANSWER_LIMIT);
      long end = System.nanoTime() + STOP_LIMIT.toNanos();
      while (!isGone()) {
        if (System.nanoTime() >= end) {
          throw notStopped(
              "It was asked to, and still runs after " + STOP_LIMIT.toSeconds() + " s.");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (UnreachableException e) {
      throw notStopped("A process holds " + lockFile() + " and does not answer: " + e.getMessage());
    } catch (IOException | LockUnavailableException e) {
      throw notStopped(e.getMessage());
    }
  }

  private boolean isGone() throws IOException, LockUnavailableException {
    Optional<FileLock> lock = FileLock.tryLock(lockFile());
    lock.ifPresent(FileLock::close);
    return lock.isPresent();
  }

  private CommandException notStopped(String why) {
    return new CommandException(
        new Problem(
            "Could not stop the daemon.",
            why,
            ProblemCode.DAEMON_UNREACHABLE,
            "End the process that holds it; `lslocks` or `lsof` names it."));
  }
}

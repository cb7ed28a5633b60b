package dev.voltad.daemon.update;

import dev.voltad.protocol.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs one program of a release to its end, within a limit, with all that it starts. Its output
 * goes through a file: a pipe that nobody empties, or that a grandchild keeps open, would keep us.
 */
final class SlotProgram {
  private static final String WHY = "why:";
  private static final int MAX_OUTPUT = 4096;

  /** What is added to the number of the signal that ended a program. */
  private static final int SIGNALLED = 128;

  /** SIGHUP, SIGINT, SIGKILL, SIGTERM: no program raises them by a mistake of its own. */
  private static final Set<Integer> SENT = Set.of(1, 2, 9, 15);

  private static final Set<Integer> IN_ITS_WAY =
      Set.of(ProblemCode.FILESYSTEM.exitCode(), ProblemCode.LOCK_HELD.exitCode());

  private final Path output;
  private final Map<String, String> environment;

  /**
   * @param output a file for what is printed, in a folder that exists
   * @param environment what the program gets besides our own; an empty text takes a variable away
   */
  SlotProgram(Path output, Map<String, String> environment) {
    this.output = output;
    this.environment = Map.copyOf(environment);
  }

  /** The same, with one more variable in its environment. */
  SlotProgram with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new SlotProgram(output, more);
  }

  /**
   * @param exit status
   * @param text the first {@value #MAX_OUTPUT} bytes of what it printed, both streams
   */
  record Result(int exit, String text) {
    /** Why it failed, as our programs say it; else its last line. */
    String reason() {
      return text.lines()
          .map(String::strip)
          .filter(line -> line.startsWith(WHY))
          .map(line -> line.substring(WHY.length()).strip())
          .findFirst()
          .orElse(lastLine());
    }

    String lastLine() {
      return text.lines().reduce((first, next) -> next).orElse("it said nothing").strip();
    }

    /**
     * This, if it tells something about the release.
     *
     * @throws IOException if the program says that the disk or another Volta was in its way, or was
     *     ended by a signal that somebody sends: also the kernel, when memory is short
     */
    Result itsOwn() throws IOException {
      if (SENT.contains(exit - SIGNALLED)) {
        throw new IOException("a program of it was ended by signal " + (exit - SIGNALLED));
      }
      if (IN_ITS_WAY.contains(exit)) {
        throw new IOException("a program of it ended with " + exit + ": " + reason());
      }
      return this;
    }
  }

  /**
   * @throws BadReleaseException if it cannot be started, or does not end in time
   * @throws IOException if its output cannot be kept
   */
  Result run(Duration limit, Path program, String... arguments)
      throws BadReleaseException, IOException, InterruptedException {
    String name = program.getFileName() + " " + String.join(" ", arguments);
    Files.write(output, new byte[0]); // a disk that is full is not the program's failure
    Process process = start(program, name.strip(), arguments);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BadReleaseException(
            "`" + name.strip() + "` did not end within " + limit.toSeconds() + " s");
      }
      return new Result(process.exitValue(), text());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  private Process start(Path program, String name, String... arguments) throws BadReleaseException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    change(builder.environment(), environment);
    builder.directory(new File("/"));
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new BadReleaseException("`" + name + "` could not be started: " + e.getMessage());
    }
  }

  static void change(Map<String, String> all, Map<String, String> changes) {
    // Meant for us alone: a service manager's, and what keeps tools from calling each other.
    all.keySet().removeIf(name -> name.startsWith("LISTEN_"));
    all.remove("WATCHDOG_PID"); // whom it is for; how often, the successor must know
    all.remove("_VOLTA_TOOL_RECURSION");
    changes.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            all.remove(name);
          } else {
            all.put(name, value);
          }
        });
  }

  private String text() throws IOException {
    try (InputStream stream = Files.newInputStream(output)) {
      return new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
    }
  }
}

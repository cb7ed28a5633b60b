package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A program to be run: its arguments, its whole environment, its folder. Immutable. */
public final class Program {
  /** In the environment of all we start, so that what is left of it can be found. */
  static final String MARK = "VOLTAD_TESTS";

  static final String MARK_VALUE = Long.toString(ProcessHandle.current().pid());

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  private final Duration limit;

  private Program(
      List<String> command, Map<String, String> environment, Path folder, Duration limit) {
    this.command = command;
    this.environment = environment;
    this.folder = folder;
    this.limit = limit;
  }

  /** With an environment that holds PATH only, in the root folder, for at most a minute. */
  public static Program of(String... command) {
    Map<String, String> bare =
        Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8", MARK, MARK_VALUE);
    return new Program(List.of(command), bare, Path.of("/"), Duration.ofMinutes(1));
  }

  /** With more arguments. */
  public Program and(String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return new Program(List.copyOf(all), environment, folder, limit);
  }

  /** As the arguments of another program, for example {@code setpriv}; the rest is kept. */
  public Program under(String... wrapper) {
    List<String> all = new ArrayList<>(List.of(wrapper));
    all.addAll(command);
    return new Program(List.copyOf(all), environment, folder, limit);
  }

  public Program with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Program(command, more, folder, limit);
  }

  public Program without(String name) {
    Map<String, String> less = new TreeMap<>(environment);
    less.remove(name);
    return new Program(command, less, folder, limit);
  }

  public Program in(Path directory) {
    return new Program(command, environment, directory, limit);
  }

  public Program within(Duration time) {
    return new Program(command, environment, folder, time);
  }

  /** Runs it to its end; one that does not end in time is killed, and the test fails. */
  public Outcome run() {
    try (Running running = start()) {
      return running.await();
    }
  }

  /** Starts it; whoever closes it kills what is left. */
  public Running start() {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return Running.start(builder, limit);
    } catch (IOException e) {
      throw new AssertionError("cannot start " + command, e);
    }
  }
}

package dev.voltad.cli;

import dev.voltad.migrate.VoltaHome;
import dev.voltad.protocol.Endpoint;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.units.ServiceUnits;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a command runs: the one place that knows the process around it. */
record Context(Map<String, String> environment, PrintStream out, PrintStream err) {

  static final String PROGRAM = "volta";

  /** The home. */
  Path home() throws CommandException {
    Path home =
        VoltaHome.find(environment)
            .orElseThrow(
                () ->
                    new CommandException(
                        new Problem(
                            "Could not find the Volta directory.",
                            "Neither VOLTA_HOME nor HOME is set.",
                            ProblemCode.ENVIRONMENT,
                            "Set VOLTA_HOME.")));
    if (VoltaHome.isNoFolder(home)) {
      throw new CommandException(
          new Problem(
              "Could not use " + home + " as the Volta directory.",
              "It is no folder.",
              ProblemCode.FILESYSTEM,
              "Set VOLTA_HOME to a folder, or move what is there."));
    }
    return home;
  }

  /** The folder of the programs. */
  Path programs() throws CommandException {
    return VoltaHome.programs(environment)
        .orElseThrow(
            () ->
                new CommandException(
                    new Problem(
                        "Could not find the programs of Volta.",
                        "VOLTA_INSTALL_DIR is not set, and nothing else says where they are.",
                        ProblemCode.ENVIRONMENT,
                        "Start it as bin/volta, or set VOLTA_INSTALL_DIR.")));
  }

  /** The folder of the user. */
  Path user() throws CommandException {
    String named = environment.getOrDefault("HOME", "");
    if (!named.startsWith("/")) {
      throw new CommandException(
          new Problem(
              "Could not find the folder of the user.",
              "HOME is " + (named.isEmpty() ? "not set." : named + ", which is no absolute path."),
              ProblemCode.ENVIRONMENT,
              "Set HOME."));
    }
    return Path.of(named);
  }

  /** The daemon of the home for a service manager; the usual home has the plain name. */
  ServiceUnits units() throws CommandException {
    Path home = home();
    boolean isUsual = home.equals(user().resolve(".volta").normalize());
    Path kept = home.resolve("bin/voltad"); // outlives a release
    Path voltad = Files.isExecutable(kept) ? kept : programs().resolve("voltad");
    try {
      String name = isUsual ? "voltad" : "voltad-" + new Endpoint(home).homeId();
      return new ServiceUnits(name, home, voltad, java());
    } catch (IOException e) {
      throw new CommandException(
          new Problem(
              "Could not find the Volta directory.",
              String.valueOf(e.getMessage()),
              ProblemCode.FILESYSTEM,
              "Set VOLTA_HOME to a folder that is there."));
    }
  }

  /**
   * Ours need no other JVM than their own; where they have none, the one that we were started in.
   */
  private Optional<Path> java() {
    Path tree = Path.of(System.getProperty("voltad.tree", ""));
    return Files.isExecutable(tree.resolve("runtime/bin/java"))
        ? Optional.empty()
        : Optional.of(Path.of(System.getProperty("java.home")));
  }

  /** Whether a person sees stdout; the launcher can tell, and Java cannot. */
  boolean isTerminal() {
    return Boolean.getBoolean("voltad.terminal");
  }

  /** Says what went wrong; the exit code that goes with it. */
  int fail(Problem problem) {
    err.print(problem.text(PROGRAM));
    return problem.code().exitCode();
  }
}

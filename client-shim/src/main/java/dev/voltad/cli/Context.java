package dev.voltad.cli;

import dev.voltad.migrate.VoltaHome;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Where a command runs: the one place that knows the process around it. */
record Context(Map<String, String> environment, PrintStream out, PrintStream err) {

  static final String PROGRAM = "volta";

  /** The home. */
  Path home() throws CommandException {
    return VoltaHome.find(environment)
        .orElseThrow(
            () ->
                new CommandException(
                    new Problem(
                        "Could not find the Volta directory.",
                        "Neither VOLTA_HOME nor HOME is set.",
                        ProblemCode.ENVIRONMENT,
                        "Set VOLTA_HOME.")));
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

  /** Says what went wrong; the exit code that goes with it. */
  int fail(Problem problem) {
    err.print(problem.text(PROGRAM));
    return problem.code().exitCode();
  }
}

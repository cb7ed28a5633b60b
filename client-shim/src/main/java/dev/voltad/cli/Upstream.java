package dev.voltad.cli;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of upstream's {@code volta} that this one does not have yet: handed to the upstream
 * program that was kept when the home was adopted, if there is one.
 */
final class Upstream {
  static final String PROGRAM = "self/upstream/volta";

  /** Also known to the launcher, which needs no JVM to hand them on. */
  static final List<String> COMMANDS =
      List.of(
          "fetch",
          "install",
          "uninstall",
          "pin",
          "list",
          "ls",
          "completions",
          "which",
          "use",
          "setup",
          "run");

  private final Context context;

  Upstream(Context context) {
    this.context = context;
  }

  static boolean has(String command) {
    return COMMANDS.contains(command);
  }

  int run(String[] arguments) throws CommandException, IOException, InterruptedException {
    Path home = context.home();
    Path kept = home.resolve(PROGRAM);
    if (!Files.isExecutable(kept)) {
      throw new CommandException(
          new Problem(
              "Could not run `volta " + arguments[0] + "`.",
              "This version does not have that command, and there is no upstream Volta in "
                  + kept
                  + ".",
              ProblemCode.NOT_IMPLEMENTED,
              "Run it with upstream Volta and VOLTA_HOME=" + home + "."));
    }
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, kept.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("VOLTA_INSTALL_DIR", home.resolve("bin").toString());
    return Foreground.run(builder);
  }
}

package dev.voltad.cli;

import dev.voltad.cli.CommandTree.Flag;
import dev.voltad.cli.CommandTree.Node;
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

  /**
   * A command of upstream's.
   *
   * @param description empty if nobody should use it any more
   */
  record Known(String name, String description, List<Flag> options) {
    Node node(String above) {
      return new Node(above + " " + name, description, List.of(), options, List.of());
    }
  }

  static final List<Known> KNOWN =
      List.of(
          new Known("fetch", "Fetches a tool, so that it need not be later.", List.of()),
          new Known("install", "Installs a tool, as the default.", List.of()),
          new Known("uninstall", "Removes a package.", List.of()),
          new Known("pin", "Writes the version of a tool into package.json.", List.of()),
          new Known("list", "Shows the tools that are installed.", listOptions()),
          new Known("ls", "The same as list.", listOptions()),
          new Known("which", "Shows where a tool is.", List.of()),
          new Known("use", "", List.of()),
          new Known("run", "Runs a command with versions of your choice.", runOptions()));

  /** Also known to the launcher, which needs no JVM to hand them on. */
  static final List<String> COMMANDS = KNOWN.stream().map(Known::name).toList();

  private final Context context;

  Upstream(Context context) {
    this.context = context;
  }

  private static List<Flag> listOptions() {
    return List.of(
        Flag.withValue("--format", "human or plain."),
        new Flag(List.of("-c", "--current"), false, "Only what is used here."),
        new Flag(List.of("-d", "--default"), false, "Only the defaults."));
  }

  private static List<Flag> runOptions() {
    return List.of(
        Flag.withValue("--node", "With this version of Node."),
        Flag.withValue("--npm", "With this version of npm."),
        Flag.of("--bundled-npm", "With the npm that Node brings."),
        Flag.withValue("--pnpm", "With this version of pnpm."),
        Flag.of("--no-pnpm", "Without pnpm."),
        Flag.withValue("--yarn", "With this version of yarn."),
        Flag.of("--no-yarn", "Without yarn."),
        Flag.withValue("--env", "With NAME=value in the environment."));
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

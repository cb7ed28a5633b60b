package dev.voltad.cli;

import dev.voltad.migrate.MigrateMain;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code volta}. stdout is the answer, stderr everything else. */
@Command(
    name = "volta",
    description = "Keeps a Volta directory alive.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = false)
public final class Main {
  /** What must work, or shows the state, whatever the layout is. */
  private static final Set<String> WITHOUT_LAYOUT =
      Set.of(
          "adopt",
          "daemon",
          "migrate",
          "repair",
          "history",
          "why",
          "lock",
          "self",
          "doctor",
          "completions",
          "setup",
          "-h",
          "--help",
          ColdPath.COMMAND);

  /** Asked so often that it goes past picocli, whose classes no archive may hold: 0.1 s. */
  private static final List<String> STATUS = List.of("daemon", "status");

  private final Context context;

  Main(Context context) {
    this.context = context;
  }

  public static void main(String[] arguments) {
    Context context = new Context(System.getenv(), System.out, System.err);
    System.exit(new Main(context).run(arguments));
  }

  /** Does one command; its exit code. */
  int run(String... words) {
    String[] arguments = withHelpLast(words);
    String first = arguments.length == 0 ? "" : arguments[0];
    try {
      if (!WITHOUT_LAYOUT.contains(first)) {
        int code = ensureLayout();
        if (code != 0) {
          return code;
        }
      }
      if (first.equals("migrate")) {
        return MigrateMain.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      }
      if (first.equals(ColdPath.COMMAND)) {
        return new ColdPath(context).run(List.of(arguments).subList(1, arguments.length));
      }
      if (first.equals("--version") || first.equals("-v")) {
        context.out().println(version());
        return 0;
      }
      if (List.of(arguments).equals(STATUS)) {
        return StatusCommand.show(context, false);
      }
      return Upstream.has(first) ? new Upstream(context).run(arguments) : execute(arguments);
    } catch (CommandException e) {
      return context.fail(e.problem());
    } catch (IOException e) {
      return context.fail(
          new Problem(
              "Could not run `volta " + first + "`.",
              String.valueOf(e.getMessage()),
              ProblemCode.FILESYSTEM,
              "Set right what is named above, then run it again."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ProblemCode.INTERNAL.exitCode();
    }
  }

  /** {@code help X Y} is {@code X Y --help}. */
  private static String[] withHelpLast(String[] words) {
    if (words.length == 0 || !words[0].equals("help")) {
      return words;
    }
    String[] asked = Arrays.copyOfRange(words, 1, words.length + 1);
    asked[asked.length - 1] = "--help";
    return asked;
  }

  /** As the shims do, and upstream's {@code volta}: one look at the marker, then a migration. */
  private int ensureLayout() throws CommandException {
    String marker = LayoutVersion.CURRENT.marker().orElseThrow().toString();
    return Files.exists(context.home().resolve(marker)) ? 0 : MigrateMain.run(new String[0]);
  }

  /** All commands with all their options: what is parsed, completed and written down. */
  static CommandLine model(Context context) {
    CommandLine line = new CommandLine(new Main(context));
    CommandLine daemon = new CommandLine(new DaemonCommand(context));
    daemon.addSubcommand(new StatusCommand(context)).addSubcommand(new LogsCommand(context));
    line.addSubcommand(daemon);
    line.addSubcommand(new RepairCommand());
    line.addSubcommand(new HistoryCommand(context));
    line.addSubcommand(new WhyCommand(context));
    line.addSubcommand(new LockCommand(context));
    line.addSubcommand(new DoctorCommand(context));
    line.addSubcommand(SelfCommand.line(context));
    line.addSubcommand(new AdoptCommand(context));
    line.addSubcommand(new CompletionsCommand(context));
    line.addSubcommand(new SetupCommand(context));
    line.addSubcommand(
        "migrate",
        CommandLine.Model.CommandSpec.create()
            .usageMessage(
                new CommandLine.Model.UsageMessageSpec()
                    .description(
                        "Brings the directory to the current layout, shows the plan, or undoes it.")));
    addHelp(line);
    return line;
  }

  private int execute(String[] arguments) {
    CommandLine line = model(context);
    line.setOut(new PrintWriter(context.out(), true));
    line.setErr(new PrintWriter(context.err(), true));
    if (arguments.length == 0) {
      line.usage(context.out());
      return 0;
    }
    line.setParameterExceptionHandler((e, args) -> badArguments(e));
    line.setExecutionExceptionHandler((e, command, result) -> failed(e));
    return line.execute(arguments);
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this.")
                .build());
    line.getSubcommands().values().forEach(Main::addHelp);
  }

  private int badArguments(CommandLine.ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return context.fail(
        new Problem(
            "Could not understand the arguments.",
            e.getMessage(),
            ProblemCode.ARGUMENTS,
            "See `" + command + " --help`."));
  }

  private int failed(Exception e) {
    if (e instanceof CommandException known) {
      return context.fail(known.problem());
    }
    return context.fail(
        new Problem(
            "Could not do that.",
            "An error of this program: " + e,
            ProblemCode.INTERNAL,
            "Report it with the command that you gave."));
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}

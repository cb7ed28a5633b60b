package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program {@code feed}: publishes a feed. stdout is what was done, stderr everything else; the
 * exit code is that of the problem.
 */
@Command(
    name = Context.PROGRAM,
    description = "Publishes a feed: signed releases, as static files.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Ends the JVM with the exit status. */
  public static void main(String[] arguments) {
    Context context =
        new Context(new FeedDisk.OnDisk(), InstantSource.system(), System.out, System.err);
    System.exit(run(context, arguments));
  }

  /** Does one command; its exit code. */
  static int run(Context context, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new InitCommand(context));
    line.addSubcommand(new AddCommand(context));
    line.addSubcommand(new PromoteCommand(context));
    line.addSubcommand(new PauseCommand(context));
    line.addSubcommand(new ManualCommand(context));
    line.addSubcommand(new WithdrawCommand(context));
    line.addSubcommand(new FloorCommand(context));
    line.addSubcommand(new RenewCommand(context));
    line.addSubcommand(new KeyCommand(context));
    line.addSubcommand(new RotateCommand(context));
    line.addSubcommand(new SignCommand(context));
    line.addSubcommand(new ExportCommand(context));
    line.addSubcommand(new SignFileCommand(context));
    line.addSubcommand(new ImportCommand(context));
    line.addSubcommand(new RefreshTimestampCommand(context));
    line.addSubcommand(new VerifyCommand(context));
    addHelp(line);
    line.setOut(new PrintWriter(context.out(), true));
    line.setErr(new PrintWriter(context.err(), true));
    if (arguments.length == 0) {
      line.usage(context.out());
      return 0;
    }
    line.setParameterExceptionHandler((e, all) -> badArguments(context, e));
    line.setExecutionExceptionHandler((e, command, result) -> failed(context, command, e));
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

  private static int badArguments(Context context, CommandLine.ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return context.fail(
        new Problem(
            "Could not understand the arguments.",
            e.getMessage(),
            ProblemCode.ARGUMENTS,
            "See `" + command + " --help`."));
  }

  private static int failed(Context context, CommandLine command, Exception e) {
    String what = "Could not run `" + command.getCommandSpec().qualifiedName() + "`.";
    if (e instanceof FeedException known) {
      return context.fail(known.problem());
    }
    if (e instanceof TrustException untrusted) {
      return context.fail(
          new Problem(
              what,
              "Metadata of the feed is not right: " + untrusted.getMessage(),
              ProblemCode.SIGNATURE_INVALID,
              "Compare the feed with a mirror or a backup of it."));
    }
    if (e instanceof IOException) {
      return context.fail(
          new Problem(
              what,
              text((IOException) e),
              ProblemCode.FILESYSTEM,
              "Set right what is named above, then run it again."));
    }
    return context.fail(
        new Problem(
            what,
            "An error of this program: " + e,
            ProblemCode.INTERNAL,
            "Report it with the command that you gave."));
  }

  /** Those of the file system have only the name of the file as their message. */
  private static String text(IOException e) {
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage()
        : String.valueOf(e.getMessage());
  }
}

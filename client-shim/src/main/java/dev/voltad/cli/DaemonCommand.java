package dev.voltad.cli;

import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta daemon ...}. */
@Command(
    name = "daemon",
    description = "Starts, stops and shows the daemon of this Volta directory.",
    synopsisSubcommandLabel = "run | start | stop | reload | status | logs | install | uninstall")
final class DaemonCommand {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final Context context;

  DaemonCommand(Context context) {
    this.context = context;
  }

  private DaemonStarter starter() throws CommandException {
    return new DaemonStarter(context.home(), context.programs());
  }

  /** The service manager, if the daemon was installed there. */
  private Optional<UserServices> installed() throws CommandException, InterruptedException {
    return Files.isDirectory(context.home())
        ? UserServices.find(context).filter(UserServices::isInstalled)
        : Optional.empty();
  }

  @Command(name = "run", description = "Runs the daemon in the foreground, until it is stopped.")
  int run() throws CommandException, IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(context.programs().resolve("voltad").toString());
    builder.environment().put("VOLTA_HOME", context.home().toString());
    return Foreground.run(builder);
  }

  @Command(name = "start", description = "Starts the daemon in the background.")
  int start() throws CommandException, InterruptedException {
    DaemonStarter starter = starter();
    Optional<UserServices> services = installed();
    if (starter.isAnswering()) {
      context.out().println("The daemon of " + context.home() + " runs already.");
      return 0;
    }
    if (services.isPresent()) {
      services.get().start(); // two kinds of daemon would take turns with the socket
    } else {
      starter.start();
    }
    context.out().println("The daemon of " + context.home() + " runs.");
    return 0;
  }

  @Command(
      name = "reload",
      description = "Lets the daemon read its policy anew and look at the directory.")
  int reload() throws CommandException {
    try {
      new DaemonClient(context.home()).post(Resources.RELOAD, ANSWER_LIMIT);
      context.out().println("The daemon of " + context.home() + " has read its policy.");
      return 0;
    } catch (UnreachableException e) {
      throw new CommandException(
          new Problem(
              "Could not reach the daemon.",
              e.getMessage(),
              ProblemCode.DAEMON_UNREACHABLE,
              "Run `volta daemon start`."));
    }
  }

  @Command(
      name = "install",
      description = "Lets systemd or launchd run the daemon, now and at every login.")
  int install() throws CommandException, IOException, InterruptedException {
    ServiceInstaller.of(context).install();
    return 0;
  }

  @Command(name = "uninstall", description = "Stops the daemon and undoes `install`.")
  int uninstall(
      @Option(
              names = "--purge",
              description = "Also give the directory back to the programs before, and remove ours.")
          boolean isPurged)
      throws CommandException, IOException, InterruptedException {
    if (!isPurged) {
      ServiceInstaller.of(context).uninstall();
      return 0;
    }
    AdoptCommand.stopDaemon(context);
    Installer installer = new Installer(context);
    if (installer.isAdopted()) {
      installer.giveBack();
    }
    installer.purge();
    context.out().println("Nothing of this product is left in " + context.home() + ".");
    return 0;
  }

  @Command(name = "stop", description = "Stops the daemon.")
  int stop() throws CommandException, InterruptedException {
    DaemonStarter starter = starter();
    Optional<UserServices> services = installed();
    if (services.isPresent() && services.get().isRunning()) {
      services.get().stop();
      context.out().println("The daemon of " + context.home() + " has stopped.");
      return 0;
    }
    if (!starter.isAnswering() && !starter.isHeld()) {
      context.out().println("No daemon of " + context.home() + " runs.");
      return 0;
    }
    starter.stop();
    context.out().println("The daemon of " + context.home() + " has stopped.");
    return 0;
  }
}

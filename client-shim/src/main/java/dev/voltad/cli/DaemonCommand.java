package dev.voltad.cli;

import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import dev.voltad.protocol.Status;
import dev.voltad.protocol.StatusText;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta daemon ...}. */
@Command(
    name = "daemon",
    description = "Starts, stops and shows the daemon of this Volta directory.",
    synopsisSubcommandLabel = "run | start | stop | status | install | uninstall")
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
      name = "install",
      description = "Lets systemd or launchd run the daemon, now and at every login.")
  int install() throws CommandException, IOException, InterruptedException {
    ServiceInstaller.of(context).install();
    return 0;
  }

  @Command(name = "uninstall", description = "Stops the daemon and undoes `install`.")
  int uninstall() throws CommandException, IOException, InterruptedException {
    ServiceInstaller.of(context).uninstall();
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

  @Command(
      name = "status",
      description = "Shows the daemon, the layout of the home, and what is wrong.",
      footerHeading = "%nexit codes:%n",
      footer = {
        "  0   the daemon runs and all is well",
        "  1   the daemon runs and something is wrong",
        "  24  no daemon answers; what is shown was read from disk"
      })
  int status(
      @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
          boolean isJson)
      throws CommandException {
    DaemonClient client = new DaemonClient(context.home());
    try {
      DaemonClient.Answer answer =
          isJson
              ? client.get(Resources.STATUS, ANSWER_LIMIT)
              : client.getText(Resources.STATUS, ANSWER_LIMIT);
      if (answer.status() != 200) {
        throw new UnreachableException("the daemon answered with status " + answer.status());
      }
      // Passed on as it came: what a newer daemon adds is not lost, and no JSON has to be read.
      context.out().print(answer.body());
      boolean isHealthy = answer.has(Resources.HEALTHY_HEADER, "true");
      return isHealthy ? 0 : ProblemCode.INTERNAL.exitCode();
    } catch (UnreachableException e) {
      Status status = OfflineStatus.of(context.home(), context.programs(), e.getMessage());
      context.out().print(isJson ? Json.line(status) + "\n" : StatusText.of(status, Instant.now()));
      return ProblemCode.DAEMON_UNREACHABLE.exitCode();
    }
  }
}

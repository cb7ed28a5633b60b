package dev.voltad.cli;

import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import dev.voltad.protocol.Status;
import dev.voltad.protocol.StatusText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code volta daemon status}. Without {@code --watch} the launcher answers it, if a daemon runs.
 */
@Command(
    name = "status",
    description = "Shows the daemon, the layout of the home, and what is wrong.",
    footerHeading = "%nexit codes:%n",
    footer = {
      "  0   the daemon runs and all is well",
      "  1   the daemon runs and something is wrong",
      "  24  no daemon answers; what is shown was read from disk"
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final String CLEAR = "\033[H\033[2J";

  private final Context context;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again whenever it changes, until it is ended with Ctrl-C.")
  private boolean isWatching;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException {
    return isWatching ? watch() : show(context, isJson);
  }

  /** Shows it once. */
  static int show(Context context, boolean isJson) throws CommandException {
    DaemonClient client = new DaemonClient(context.home());
    try {
      DaemonClient.Answer answer =
          isJson
              ? client.get(Resources.STATUS, ANSWER_LIMIT)
              : client.getText(Resources.STATUS, ANSWER_LIMIT);
      requireStatus(answer);
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

  /** The daemon's; without one what the disk tells. */
  static Status read(Context context) throws CommandException {
    try {
      DaemonClient.Answer answer =
          new DaemonClient(context.home()).get(Resources.STATUS, ANSWER_LIMIT);
      requireStatus(answer);
      return Json.read(answer.body(), Status.class);
    } catch (UnreachableException | IOException e) {
      return OfflineStatus.of(context.home(), context.programs(), e.getMessage());
    }
  }

  private static void requireStatus(DaemonClient.Answer answer) throws UnreachableException {
    if (answer.status() != 200) {
      throw new UnreachableException("the daemon answered with status " + answer.status());
    }
  }

  private int watch() throws CommandException {
    String before = context.isTerminal() ? CLEAR : "";
    String after = context.isTerminal() ? "" : "\n";
    try {
      new DaemonClient(context.home())
          .follow(
              json -> {
                String text =
                    isJson
                        ? json + "\n"
                        : before
                            + StatusText.of(Json.read(json, Status.class), Instant.now())
                            + after;
                context.out().print(text);
                return !context.out().checkError();
              });
      return 0;
    } catch (UnreachableException e) {
      return show(context, isJson);
    }
  }
}

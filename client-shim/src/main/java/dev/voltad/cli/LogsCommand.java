package dev.voltad.cli;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta daemon logs}: where they are differs, so one command shows them. */
@Command(name = "logs", description = "Shows what the daemon has logged.")
final class LogsCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until it is ended with Ctrl-C.")
  private boolean isFollowing;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "Only the last COUNT; 100 if not given.")
  private int lines;

  LogsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, IOException, InterruptedException {
    Optional<List<String>> journal =
        Files.isDirectory(context.home())
            ? UserServices.find(context)
                .filter(UserServices::isInstalled)
                .flatMap(UserServices::logReader)
            : Optional.empty();
    List<String> command = new ArrayList<>(journal.orElse(List.of("tail")));
    command.addAll(List.of("-n", Integer.toString(Math.max(0, lines))));
    if (isFollowing) {
      command.add(journal.isPresent() ? "-f" : "-F");
    }
    if (journal.isEmpty()) {
      command.add(file().toString());
    }
    return Foreground.run(new ProcessBuilder(command));
  }

  private Path file() throws CommandException {
    Path log = context.home().resolve("self/log/voltad.log");
    if (!Files.isRegularFile(log)) {
      throw new CommandException(
          new Problem(
              "Could not show the daemon's log.",
              "There is no " + log + ".",
              ProblemCode.FILESYSTEM,
              "Start a daemon first: `volta daemon start`. In the foreground it logs to stderr."));
    }
    return log;
  }
}

package dev.voltad.cli;

import dev.voltad.migrate.MigrateMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code volta repair}: what {@code volta-migrate --repair} does. A daemon that runs does the same
 * by itself, and the lock keeps the two apart.
 */
@Command(
    name = "repair",
    description = {
      "Puts right what has gone wrong in the Volta directory, and reports what only a person can.",
      "Undo it with `volta-migrate --undo`."
    })
final class RepairCommand implements Callable<Integer> {
  @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
  private boolean isDry;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  @Option(names = "--no-wait", description = "Do not wait for another Volta.")
  private boolean hasNoPatience;

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(List.of("--repair", "--no-create"));
    arguments.addAll(isDry ? List.of("--plan") : List.of());
    arguments.addAll(isJson ? List.of("--json") : List.of());
    arguments.addAll(hasNoPatience ? List.of("--no-wait") : List.of());
    return MigrateMain.run(arguments.toArray(new String[0]));
  }
}

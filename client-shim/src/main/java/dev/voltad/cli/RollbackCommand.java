package dev.voltad.cli;

import dev.voltad.protocol.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self rollback}. */
@Command(
    name = "rollback",
    description = {
      "Goes back to the release before the last update, with the layout of the home.",
      "Within seven days. The release is not taken again unless it is asked for by its version."
    })
final class RollbackCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  RollbackCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    var report = new ReleaseDoor(context).rollBack();
    context.out().print(isJson ? Json.line(report) + "\n" : ReleaseText.of(report));
    return 0;
  }
}

package dev.voltad.cli;

import dev.voltad.protocol.Json;
import dev.voltad.protocol.UpdateRequest.Action;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self check}. */
@Command(name = "check", description = "Looks whether there is a newer release; changes nothing.")
final class CheckCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    var report = new ReleaseDoor(context).update(Action.CHECK, Optional.empty());
    context.out().print(isJson ? Json.line(report) + "\n" : ReleaseText.of(report));
    return 0;
  }
}

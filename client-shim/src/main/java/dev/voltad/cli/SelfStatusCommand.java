package dev.voltad.cli;

import dev.voltad.protocol.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self status}. */
@Command(
    name = "status",
    description = "Shows which release runs, what is known of others, and what becomes of them.")
final class SelfStatusCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  SelfStatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    var report = new ReleaseDoor(context).report();
    context.out().print(isJson ? Json.line(report) + "\n" : ReleaseText.of(report));
    return 0;
  }
}

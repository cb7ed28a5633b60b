package dev.voltad.cli;

import dev.voltad.protocol.Gates;
import dev.voltad.protocol.Json;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta why}: why the home is migrated or repaired now, or why not. */
@Command(
    name = "why",
    description = {
      "Shows why the Volta directory is migrated or repaired now, or why not.",
      "What decides is shown in its order; the first \"no\" is the reason."
    })
final class WhyCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  WhyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException {
    Gates gates = Gates.of(StatusCommand.read(context), Instant.now());
    context.out().print(isJson ? Json.line(gates) + "\n" : gates.text());
    return 0;
  }
}

package dev.voltad.cli;

import dev.voltad.migrate.History;
import dev.voltad.migrate.HistoryEntry;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self history}: of {@code volta history} what is about releases. */
@Command(name = "history", description = "Shows which releases were used, and what became of them.")
final class SelfHistoryCommand implements Callable<Integer> {
  private static final Set<String> KINDS = Set.of("update", "rollback");

  private final Context context;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  SelfHistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException {
    List<HistoryEntry> entries =
        new History(context.home())
            .read().stream().filter(entry -> KINDS.contains(entry.kind())).toList();
    if (isJson) {
      context.out().println(Json.line(Map.of("schema", Status.SCHEMA, "entries", entries)));
    } else if (entries.isEmpty()) {
      context.out().println("No release was updated in " + context.home() + ".");
    } else {
      entries.forEach(entry -> context.out().println(HistoryCommand.line(entry)));
    }
    return 0;
  }
}

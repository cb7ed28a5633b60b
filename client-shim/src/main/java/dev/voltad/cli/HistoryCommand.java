package dev.voltad.cli;

import dev.voltad.migrate.History;
import dev.voltad.migrate.HistoryEntry;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Status;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta history}: what was done to the home, and what failed. */
@Command(
    name = "history",
    description = "Shows what was done to the Volta directory, and what failed.")
final class HistoryCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Context context;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Only the last COUNT; 20 if not given.")
  private int lines;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException {
    List<HistoryEntry> all = new History(context.home()).read();
    List<HistoryEntry> last = all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size());
    if (isJson) {
      context.out().println(Json.line(Map.of("schema", Status.SCHEMA, "entries", last)));
    } else if (last.isEmpty()) {
      context.out().println("Nothing is written down for " + context.home() + ".");
    } else {
      last.forEach(entry -> context.out().println(line(entry)));
    }
    return 0;
  }

  static String line(HistoryEntry entry) {
    String who = entry.program() + ", " + entry.trigger();
    return "%s  %-8s %-9s (%s)%s"
        .formatted(
            TIME.format(entry.started()), entry.kind(), entry.outcome(), who, details(entry));
  }

  private static String details(HistoryEntry entry) {
    if (entry.failure().isPresent()) {
      return "\n    why:  %s\n    next: %s"
          .formatted(entry.failure().get().why(), entry.failure().get().next());
    }
    String layouts =
        entry.from().equals(entry.to())
            ? entry.to().orElse("")
            : entry.from().orElse("none") + " -> " + entry.to().orElse("none");
    long millis = Duration.between(entry.started(), entry.ended()).toMillis();
    String count = entry.operations() == 1 ? "1 change" : entry.operations() + " changes";
    return "  %s, %s, %d ms".formatted(layouts, count, millis);
  }
}

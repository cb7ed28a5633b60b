package dev.voltad.cli;

import dev.voltad.protocol.Gate;
import dev.voltad.protocol.Gates;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.UpdateReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code volta why}: why the home is migrated or repaired now, or why not, and the same of a newer
 * release.
 */
@Command(
    name = "why",
    description = {
      "Shows why the Volta directory is migrated or repaired now, or why not,",
      "and why a newer release is taken or not, if one was looked for.",
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
    Optional<UpdateReport> known =
        new ReleaseDoor(context).known().filter(report -> !report.gates().isEmpty());
    if (isJson) {
      Answer answer = new Answer(gates.schema(), gates.gates(), gates.next(), known);
      context.out().println(Json.line(answer));
    } else {
      context.out().print(gates.text());
      known.ifPresent(report -> context.out().print("\nreleases\n" + ReleaseText.gates(report)));
    }
    return 0;
  }

  /** With what is known of releases. */
  private record Answer(
      int schema, List<Gate> gates, String next, Optional<UpdateReport> updates) {}
}

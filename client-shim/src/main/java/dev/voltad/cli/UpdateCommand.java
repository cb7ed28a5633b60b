package dev.voltad.cli;

import dev.voltad.protocol.Json;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest.Action;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self update}. */
@Command(
    name = "update",
    description = {
      "Takes the newest release that may be taken, and takes it back if it fails.",
      "It is fetched, tried on a copy of the home, and given the daemon's place after its",
      "migration. It does not wait for its turn in a rollout; every other gate holds: `volta why`."
    })
final class UpdateCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--to", paramLabel = "VERSION", description = "This release and no other.")
  private String version;

  @Option(names = "--stage", description = "Fetch it only.")
  private boolean isStaged;

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  UpdateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Action action = isStaged ? Action.STAGE : Action.APPLY;
    UpdateReport report = new ReleaseDoor(context).update(action, Optional.ofNullable(version));
    context.out().print(isJson ? Json.line(report) + "\n" : ReleaseText.of(report));
    return 0;
  }
}

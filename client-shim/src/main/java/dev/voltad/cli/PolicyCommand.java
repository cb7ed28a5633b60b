package dev.voltad.cli;

import dev.voltad.protocol.Json;
import dev.voltad.protocol.PolicyState;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.StatusText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self policy}. */
@Command(
    name = "policy",
    description = "Shows what is decided about the daemon, or sets it.",
    footerHeading = "%nsettings:%n",
    footer = "  idleExit  how long the daemon stays with nothing to do, for example 30m")
final class PolicyCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Set this; without a value, unset it. May be given more than once.")
  private List<String> changes = List.of();

  @Option(names = "--json", description = "Answer in JSON; fields are only ever added.")
  private boolean isJson;

  PolicyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    PolicyDoor door = new PolicyDoor(context);
    PolicyState now = door.read();
    if (!changes.isEmpty()) {
      now = door.set(changed(now.settings()));
    }
    context.out().print(isJson ? Json.line(now) + "\n" : text(now));
    return 0;
  }

  private Settings changed(Settings before) throws CommandException {
    Settings after = before;
    for (String change : changes) {
      int equals = change.indexOf('=');
      if (equals < 0) {
        throw badArgument("--set is a name, = and a value, not " + change);
      }
      try {
        after = after.with(change.substring(0, equals), change.substring(equals + 1));
      } catch (IllegalArgumentException e) {
        throw badArgument(e.getMessage());
      }
    }
    return after;
  }

  private static CommandException badArgument(String why) {
    return new CommandException(
        new Problem(
            "Could not understand the arguments.",
            why + ".",
            ProblemCode.ARGUMENTS,
            "See `volta self policy --help`."));
  }

  private static String text(PolicyState policy) {
    String idleExit = policy.settings().idleExit().orElse("not set");
    String hold = policy.hold().map(it -> StatusText.printable(it.text())).orElse("none");
    String unknown =
        policy.unknown().isEmpty()
            ? ""
            : "unknown:  " + StatusText.printable(String.join(", ", policy.unknown())) + "\n";
    return "idleExit: " + idleExit + "\nhold:     " + hold + "\n" + unknown;
  }
}

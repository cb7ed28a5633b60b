package dev.voltad.cli;

import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.ManagedPolicy;
import dev.voltad.protocol.PolicyState;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Setting;
import dev.voltad.protocol.Settings;
import dev.voltad.protocol.StatusText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self policy}. */
@Command(
    name = "policy",
    description = "Shows what is decided about the daemon, or sets it.",
    footerHeading = "%nsettings:%n",
    footer = {
      "  idleExit   how long the daemon stays with nothing to do, for example 30m",
      "  mode       how far a new release goes by itself: auto, stage, notify, off",
      "  channel    where releases come from, for example stable",
      "  pin        which releases may be taken, for example 2.3.x or 2.3.1",
      "  window     when they are taken, for example 22:00-06:00 or sat,sun 09:00-17:00",
      "  metered    whether also where the connection is paid by its use: yes, no",
      "  onBattery  whether also without mains: yes, no"
    })
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
      now = door.set(changed(now, changes));
    }
    context.out().print(isJson ? Json.line(now) + "\n" : text(now));
    return 0;
  }

  static Settings changed(PolicyState now, List<String> changes) throws CommandException {
    Settings after = now.settings();
    for (String change : changes) {
      int equals = change.indexOf('=');
      if (equals < 0) {
        throw badArgument("--set is a name, = and a value, not " + change);
      }
      String name = change.substring(0, equals);
      try {
        requireOurs(Setting.of(name), now.managed());
        after = after.with(name, change.substring(equals + 1));
      } catch (IllegalArgumentException e) {
        throw badArgument(e.getMessage());
      }
    }
    return after;
  }

  /** What would not come into force is not written, so that nobody relies on it. */
  private static void requireOurs(Setting setting, Optional<Settings> managed)
      throws CommandException {
    Optional<String> above = managed.flatMap(setting::in);
    if (above.isPresent()) {
      throw new CommandException(
          new Problem(
              "Could not change the policy.",
              ManagedPolicy.SYSTEM.file() + " sets " + setting.id() + " to " + above.get() + ".",
              ProblemCode.REFUSED_BY_POLICY,
              "Ask whoever administers this machine."));
    }
  }

  private static CommandException badArgument(String why) {
    return new CommandException(
        new Problem(
            "Could not understand the arguments.",
            why + ".",
            ProblemCode.ARGUMENTS,
            "See `volta self policy --help`."));
  }

  static String text(PolicyState policy) {
    StringBuilder text = new StringBuilder();
    for (Setting setting : Setting.values()) {
      Optional<String> managed = policy.managed().flatMap(setting::in);
      String own = setting.in(policy.settings()).orElse("not set");
      String value = managed.map(it -> it + " (" + ManagedPolicy.SYSTEM.file() + ")").orElse(own);
      text.append(line(setting.id(), value));
    }
    text.append(line("hold", policy.hold().map(Hold::text).orElse("none")));
    if (!policy.unknown().isEmpty()) {
      text.append(line("unknown", String.join(", ", policy.unknown())));
    }
    return text.toString();
  }

  private static String line(String name, String value) {
    return "%-11s%s\n".formatted(name + ":", StatusText.printable(value));
  }
}

package dev.voltad.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code volta self ...}: what this product does of its own accord. */
@Command(
    name = "self",
    description = "Says when the daemon may act of its own accord.",
    synopsisSubcommandLabel = "hold | unhold | policy")
final class SelfCommand {

  static CommandLine line(Context context) {
    return new CommandLine(new SelfCommand())
        .addSubcommand(new HoldCommand(context))
        .addSubcommand(new UnholdCommand(context))
        .addSubcommand(new PolicyCommand(context));
  }
}

package dev.voltad.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code volta self ...}: this product itself, and what it does of its own accord. */
@Command(
    name = "self",
    description = "Installs these programs, and says when the daemon may act of its own accord.",
    synopsisSubcommandLabel = "install | hold | unhold | policy")
final class SelfCommand {

  static CommandLine line(Context context) {
    return new CommandLine(new SelfCommand())
        .addSubcommand(new InstallCommand(context))
        .addSubcommand(new HoldCommand(context))
        .addSubcommand(new UnholdCommand(context))
        .addSubcommand(new PolicyCommand(context));
  }
}

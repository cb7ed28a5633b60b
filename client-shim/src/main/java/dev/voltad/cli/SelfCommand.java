package dev.voltad.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code volta self ...}: this product itself, and what it does of its own accord. */
@Command(
    name = "self",
    description = "Installs and updates these programs, and says when that may be.",
    synopsisSubcommandLabel =
        "install | status | check | update | rollback | trust | history | hold | unhold | policy")
final class SelfCommand {

  static CommandLine line(Context context) {
    return new CommandLine(new SelfCommand())
        .addSubcommand(new InstallCommand(context))
        .addSubcommand(new SelfStatusCommand(context))
        .addSubcommand(new CheckCommand(context))
        .addSubcommand(new UpdateCommand(context))
        .addSubcommand(new RollbackCommand(context))
        .addSubcommand(new TrustCommand(context))
        .addSubcommand(new SelfHistoryCommand(context))
        .addSubcommand(new HoldCommand(context))
        .addSubcommand(new UnholdCommand(context))
        .addSubcommand(new PolicyCommand(context));
  }
}

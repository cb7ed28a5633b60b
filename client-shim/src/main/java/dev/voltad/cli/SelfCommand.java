package dev.voltad.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code volta self ...}: this product itself. */
@Command(
    name = "self",
    description = "Installs these programs.",
    synopsisSubcommandLabel = "install")
final class SelfCommand {

  static CommandLine line(Context context) {
    return new CommandLine(new SelfCommand()).addSubcommand(new InstallCommand(context));
  }
}

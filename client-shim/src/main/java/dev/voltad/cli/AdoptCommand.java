package dev.voltad.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta adopt}: whose the programs in {@code bin/} are. */
@Command(
    name = "adopt",
    description = {
      "Puts these programs in the place of another Volta's, which are kept and still do what these",
      "cannot. Nothing is downloaded."
    })
final class AdoptCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--undo", description = "Give the directory back to the programs before.")
  private boolean isUndone;

  AdoptCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, IOException, InterruptedException {
    Installer installer = new Installer(context);
    if (!isUndone) {
      String name = installer.install();
      context.out().println("The programs in " + context.home() + " are those of " + name + ".");
      for (String kept : installer.kept()) {
        context.out().println("Kept the other " + kept + " in self/upstream.");
      }
      return 0;
    }
    stopDaemon(context);
    boolean hasOther = installer.kept().contains("volta-shim");
    installer.giveBack();
    context.out().println("Gave " + context.home() + " back.");
    if (!hasOther) {
      context.out().println("There was no other Volta in it: its shims lead nowhere until one is.");
    }
    return 0;
  }

  /** A daemon that goes on would lead the links to us again. */
  static void stopDaemon(Context context)
      throws CommandException, IOException, InterruptedException {
    Optional<UserServices> services = UserServices.find(context).filter(UserServices::isInstalled);
    if (services.isPresent()) {
      ServiceInstaller.of(context).uninstall();
    }
    DaemonStarter starter = new DaemonStarter(context.home(), context.programs());
    if (starter.isAnswering() || starter.isHeld()) {
      starter.stop();
    }
  }
}

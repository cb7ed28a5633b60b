package dev.voltad.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code volta self unhold}. */
@Command(
    name = "unhold",
    description = "Ends a hold: the daemon looks at the Volta directory at once.")
final class UnholdCommand implements Callable<Integer> {
  private final Context context;

  UnholdCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    new PolicyDoor(context).unhold();
    context.out().println(context.home() + " is not on hold.");
    return 0;
  }
}

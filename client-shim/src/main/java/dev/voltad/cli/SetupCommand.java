package dev.voltad.cli;

import dev.voltad.migrate.MigrateMain;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta setup}: the start files of the shells first, then the home and its shims. */
@Command(
    name = "setup",
    description = {
      "Lets shells find the tools: adds two lines to their start files, and puts the shims right.",
      "No line of yours is changed."
    })
final class SetupCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--undo", description = "Take the lines out of the start files again.")
  private boolean isUndo;

  @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
  private boolean isDry;

  SetupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException {
    Path home = context.home();
    if (isUndo) {
      new Setup(context, isDry)
          .undo(Profiles.of(context.environment(), context.user()).toUndo(), home);
      return 0;
    }
    if (isOnPath()) {
      context.out().println(home.resolve("bin") + " is on PATH; no start file is changed.");
    } else {
      setUpShells(home);
    }
    return putRight();
  }

  /** As upstream sees it: then another program takes care of PATH. */
  private boolean isOnPath() {
    String named = context.environment().getOrDefault("VOLTA_HOME", "");
    String path = context.environment().getOrDefault("PATH", "");
    return !named.isEmpty()
        && Arrays.stream(path.split(":"))
            .anyMatch(folder -> folder.replaceAll("/+$", "").equals(named + "/bin"));
  }

  private void setUpShells(Path home) throws CommandException {
    Path user = context.user();
    Profiles profiles = Profiles.of(context.environment(), user);
    boolean isMac = System.getProperty("os.name").startsWith("Mac");
    profiles.missingOfBash(Files::exists, isMac).ifPresent(this::warnOfBash);
    new Setup(context, isDry).setUp(profiles.toSetUp(Files::exists), home, user);
  }

  private void warnOfBash(Path file) {
    Problem missing =
        new Problem(
            "Could not find a start file of bash.",
            "Neither .bashrc nor .bash_profile is in " + file.getParent() + ".",
            ProblemCode.ENVIRONMENT,
            "Make " + file + ", then run this again.");
    context.err().print(Setup.warning(missing));
  }

  private int putRight() {
    context.out().flush();
    int code = MigrateMain.run(isDry ? new String[] {"--plan"} : new String[0]);
    if (code == 0 && !isDry) {
      context.out().println("Setup complete. Open a new terminal to start using Volta!");
    }
    return code;
  }
}

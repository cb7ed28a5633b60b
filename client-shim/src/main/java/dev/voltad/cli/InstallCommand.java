package dev.voltad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code volta self install}: what install.sh does once there is a release. What follows the
 * copying is done by the programs that were just installed, so whoever sees it end well has seen
 * them work.
 */
@Command(
    name = "install",
    description = {
      "Puts these programs into the Volta directory, migrates it, and starts the daemon.",
      "What is there of another Volta is kept; `volta adopt --undo` gives it back."
    })
final class InstallCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--no-daemon", description = "Do not start the daemon.")
  private boolean hasNoDaemon;

  @Option(names = "--setup", description = "Also put the tools on PATH: `volta setup`.")
  private boolean isSetUp;

  InstallCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, IOException, InterruptedException {
    Path home = context.home();
    boolean wasRunning = new DaemonStarter(home, context.programs()).isAnswering();
    String name = new Installer(context).install();
    context.out().println("Installed " + name + " in " + home + ".");
    List<List<String>> steps = new ArrayList<>();
    if (wasRunning) {
      steps.add(List.of("volta", "daemon", "stop")); // it is of the release before
    }
    steps.add(List.of("volta-migrate"));
    if (isSetUp) {
      steps.add(List.of("volta", "setup"));
    }
    if (!hasNoDaemon) {
      boolean hasManager = UserServices.find(context).isPresent();
      steps.add(List.of("volta", "daemon", hasManager ? "install" : "start"));
      steps.add(List.of("volta", "daemon", "status"));
    }
    for (List<String> step : steps) {
      int code = run(step.toArray(new String[0]));
      if (code != 0) {
        return code;
      }
    }
    sayPath(home);
    return 0;
  }

  private int run(String... command) throws CommandException, IOException, InterruptedException {
    Path home = context.home();
    List<String> all = new ArrayList<>(Arrays.asList(command));
    all.set(0, home.resolve("bin").resolve(command[0]).toString());
    ProcessBuilder builder = new ProcessBuilder(all).inheritIO();
    builder.environment().put("VOLTA_HOME", home.toString());
    builder.environment().remove("VOLTA_INSTALL_DIR"); // what was installed finds itself
    context.out().flush();
    return builder.start().waitFor();
  }

  private void sayPath(Path home) throws IOException {
    Path bin = home.resolve("bin");
    for (String entry : context.environment().getOrDefault("PATH", "").split(":")) {
      if (!entry.isEmpty() && Files.isDirectory(Path.of(entry)) && sameFile(entry, bin)) {
        return;
      }
    }
    context
        .out()
        .println(
            "The tools are not on PATH yet: run `"
                + bin.resolve("volta")
                + " setup`, or add "
                + bin
                + " to it yourself.");
  }

  private static boolean sameFile(String entry, Path bin) throws IOException {
    return Files.isSameFile(Path.of(entry), bin);
  }
}

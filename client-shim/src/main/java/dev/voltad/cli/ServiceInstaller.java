package dev.voltad.cli;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Puts the daemon of a home under the service manager of the user, and takes it out again. Done
 * twice it is as done once; every file that it writes it removes.
 */
final class ServiceInstaller {
  private final Context context;
  private final UserServices services;
  private final DaemonStarter unmanaged;

  private ServiceInstaller(Context context, UserServices services) throws CommandException {
    this.context = context;
    this.services = services;
    this.unmanaged = new DaemonStarter(context.home(), context.programs());
  }

  static ServiceInstaller of(Context context) throws CommandException, InterruptedException {
    return new ServiceInstaller(
        context, UserServices.find(context).orElseThrow(ServiceInstaller::noManager));
  }

  private static CommandException noManager() {
    return new CommandException(
        new Problem(
            "Could not find a service manager.",
            "Neither systemd nor launchd answers for this user.",
            ProblemCode.ENVIRONMENT,
            "Run `volta daemon start`: it needs none, but does not outlive a restart."));
  }

  /** Writes the files, where they are not what they should be, and starts the daemon. */
  void install() throws CommandException, IOException, InterruptedException {
    boolean isChanged = write();
    boolean isRunning = services.isRunning();
    if (isRunning && isChanged) {
      services.stop();
    } else if (!isRunning && unmanaged.isAnswering()) {
      unmanaged.stop(); // else the new one would find the home served, and end
    }
    services.start();
    context
        .out()
        .println("The daemon of " + context.home() + " runs under " + services.title() + ".");
  }

  private boolean write() throws IOException {
    boolean isChanged = false;
    for (Map.Entry<Path, String> file : services.files().entrySet()) {
      Path path = file.getKey();
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.createDirectories(path.getParent());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(fresh, file.getValue());
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        context.out().println("Wrote " + path + ".");
        isChanged = true;
      }
    }
    return isChanged;
  }

  /** Stops the daemon and removes the files. */
  void uninstall() throws CommandException, IOException, InterruptedException {
    if (!services.isInstalled()) {
      context.out().println("The daemon of " + context.home() + " is not installed.");
      return;
    }
    services.disable();
    for (Path path : services.files().keySet()) {
      if (Files.deleteIfExists(path)) {
        context.out().println("Removed " + path + ".");
      }
    }
    services.forget();
  }
}

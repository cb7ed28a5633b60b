package dev.voltad.cli;

import dev.voltad.cli.Patient.DaemonReply;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.protocol.DaemonInfo;
import dev.voltad.protocol.Endpoint;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks of the daemon, its socket, and the service manager that runs it. */
final class DaemonChecks {
  private static final String RESTART = "Run `volta daemon stop`, then `volta daemon start`.";

  private DaemonChecks() {}

  /**
   * A daemon that nobody started is no fault; one that has left a trace and is silent is.
   *
   * @param isExpected whether it has left its socket's name, or is installed
   */
  static Diagnosis answers(DaemonReply reply, boolean isExpected) {
    Optional<DaemonInfo> daemon = reply.status().flatMap(Status::daemon);
    if (daemon.isPresent()) {
      return Diagnosis.ok("The daemon answers; it is process " + daemon.get().pid() + ".");
    }
    String why = reply.why().isEmpty() ? "its answer names no daemon" : reply.why();
    return isExpected
        ? Diagnosis.warning("The daemon does not answer.", why + ".", RESTART)
        : Diagnosis.note(
            "No daemon runs.",
            "Shims migrate the directory themselves when they must, and tools wait for it.",
            "Run `volta daemon start`.");
  }

  static Diagnosis version(DaemonInfo daemon, String ours) {
    return daemon.version().equals(ours)
        ? Diagnosis.ok("The daemon has our version.")
        : Diagnosis.warning(
            "The daemon has another version than this program.",
            "It is " + daemon.version() + ", and this is " + ours + ".",
            RESTART);
  }

  static Diagnosis sameHome(Path home, Status status) throws IOException {
    Path its = Path.of(status.home().path());
    return Files.exists(its) && Files.isSameFile(home, its)
        ? Diagnosis.ok("The daemon serves this directory.")
        : Diagnosis.error(
            "The daemon on record serves another directory.",
            "It serves " + its + ", and this is " + home + ".",
            "Remove " + home.resolve("self/endpoint") + ", then run `volta daemon start`.");
  }

  static Diagnosis says(Status status) {
    return status
        .problem()
        .map(DaemonChecks::problem)
        .orElseGet(() -> Diagnosis.ok("The daemon has nothing to complain about."));
  }

  private static Diagnosis problem(Problem problem) {
    return Diagnosis.error("The daemon says: " + problem.title(), problem.detail(), problem.next());
  }

  /** Whether the socket on record may be trusted; whether it is left from a daemon that died. */
  static Diagnosis socket(Path home, Path socket) throws IOException, LockUnavailableException {
    if (!Files.exists(socket)) {
      return leftOver(home, "There is no " + socket + ".");
    }
    try {
      Endpoint.requireOurs(socket);
    } catch (IOException e) {
      return Diagnosis.error(
          "The socket of the daemon cannot be trusted.",
          e.getMessage() + ".",
          "Stop the daemon, remove " + socket.getParent() + ", and start the daemon again.");
    }
    return isFree(home.resolve("self/daemon.lock"))
        ? leftOver(home, "Nobody listens on " + socket + ".")
        : Diagnosis.ok("The socket is ours alone: " + socket + ".");
  }

  static Diagnosis leftOver(Path home, String why) {
    return Diagnosis.warning(
        home.resolve("self/endpoint") + " is left over from a daemon that has ended.",
        why,
        "Run `volta daemon start`, which writes it anew.");
  }

  private static boolean isFree(Path lock) throws IOException, LockUnavailableException {
    if (!Files.exists(lock)) {
      return true;
    }
    Optional<FileLock> taken = FileLock.tryLock(lock);
    taken.ifPresent(FileLock::close);
    return taken.isPresent();
  }

  /**
   * @param hasUser whether HOME is set
   * @param title of the service manager, if one answers
   */
  static Diagnosis manager(boolean hasUser, Optional<String> title) {
    if (!hasUser) {
      return Diagnosis.note(
          "It cannot be told whether a service manager runs the daemon.",
          "HOME is not set, or is no absolute path.",
          "Set HOME if one does.");
    }
    return title
        .map(found -> Diagnosis.ok("There is a service manager: " + found + "."))
        .orElseGet(
            () ->
                Diagnosis.note(
                    "There is no service manager.",
                    "Neither systemd nor launchd answers for this user.",
                    "Start the daemon yourself, with `volta daemon start`."));
  }

  /**
   * @param files what we would write
   */
  static Diagnosis units(Map<Path, String> files) throws IOException {
    if (files.keySet().stream().noneMatch(Files::exists)) {
      return Diagnosis.note(
          "The daemon is not installed.",
          "It does not start by itself after a login.",
          "Run `volta daemon install` if it shall.");
    }
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<Path, String> unit : files.entrySet()) {
      Path file = unit.getKey();
      if (!Files.exists(file)) {
        wrong.add(file + " is missing");
      } else if (!Files.readString(file).equals(unit.getValue())) {
        wrong.add(file + " is not what this version writes");
      }
    }
    return wrong.isEmpty()
        ? Diagnosis.ok("The daemon is installed as this version does it.")
        : Diagnosis.warning(
            "The daemon was not installed by this version, or was changed since.",
            String.join("; ", wrong) + ".",
            "Run `volta daemon install`.");
  }

  static Diagnosis enabled(boolean isEnabled) {
    return isEnabled
        ? Diagnosis.ok("It starts by itself after a login.")
        : Diagnosis.warning(
            "The daemon is installed, but not enabled.",
            "It does not start by itself after a login.",
            "Run `volta daemon install`.");
  }

  /** Two kinds of daemon would take turns with the socket. */
  static Diagnosis managed(boolean isAnswering, boolean isManaged) {
    if (isAnswering && !isManaged) {
      return Diagnosis.warning(
          "A daemon runs outside the service manager, although it is installed there.",
          "The one that is installed finds the directory served, and ends.",
          "Run `volta daemon install`, which stops the one and starts the other.");
    }
    return Diagnosis.ok("No daemon runs outside the service manager.");
  }
}

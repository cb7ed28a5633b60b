package dev.voltad.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service manager that runs programs for one user. */
interface UserServices {

  /** What it is called, for messages. */
  String title();

  /** The files that make the daemon known to it, with their text. */
  Map<Path, String> files();

  /** Whether it runs the daemon now. */
  boolean isRunning() throws InterruptedException;

  /** Takes up the files and starts the daemon, now and at every login; ready when this returns. */
  void start() throws CommandException, InterruptedException;

  /** Stops the daemon until it is started again, or the user logs in. */
  void stop() throws CommandException, InterruptedException;

  /** Stops the daemon for good. */
  void disable() throws CommandException, InterruptedException;

  /** Forgets files that have been removed. */
  void forget() throws InterruptedException;

  /** The command that shows the daemon's log and takes {@code -n} and {@code -f}; else a file. */
  default Optional<List<String>> logReader() {
    return Optional.empty();
  }

  /** Whether the daemon was made known to it. */
  default boolean isInstalled() {
    return files().keySet().stream().anyMatch(Files::exists);
  }

  /** Whether it starts the daemon at a login; where that cannot be turned off alone, it does. */
  default boolean isEnabled() throws InterruptedException {
    return isInstalled();
  }

  /**
   * The one that this user's session has; empty if there is none that answers.
   *
   * @throws CommandException if there is one that hangs
   */
  static Optional<UserServices> find(Context context)
      throws CommandException, InterruptedException {
    Optional<UserServices> systemd = SystemdUser.find(context);
    return systemd.isPresent() ? systemd : LaunchdUser.find(context);
  }
}

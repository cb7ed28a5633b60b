package dev.voltad.migrate;

import dev.voltad.migrate.MigrationFailedException.Kind;
import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.fs.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What must hold before anything in a home is changed. */
final class HomeGuard {
  private final Path home;
  private final Path install;

  HomeGuard(Path home, Path install) {
    this.home = home;
    this.install = install;
  }

  /** Files that root makes in a user's home would shut the user out. */
  void refuseForeignHome() throws IOException, MigrationFailedException {
    if (Files.isDirectory(home) && Ownership.uid(home) != Ownership.ourUid()) {
      throw refused(
          Kind.FILESYSTEM,
          "%s belongs to user %d, and we are user %d"
              .formatted(home, Ownership.uid(home), Ownership.ourUid()),
          "Run it as the owner of the home.");
    }
  }

  /**
   * An update was killed while its migrations waited for the lock, and whoever comes next has ended
   * it meanwhile: they would come in between.
   */
  void refuseOrphan() throws MigrationFailedException {
    String updater = System.getenv(MigrationRequest.UPDATER);
    if (updater != null && !isStartedBy(updater, ProcessHandle.current())) {
      throw refused(
          Kind.ENVIRONMENT,
          "the update that it is a part of ended with process " + updater,
          "Nothing has to be done: the next look of the daemon goes on.");
    }
  }

  private static boolean isStartedBy(String pid, ProcessHandle process) {
    return process
        .parent()
        .filter(it -> pid.equals(Long.toString(it.pid())) || isStartedBy(pid, it))
        .isPresent();
  }

  /** Shims that lead nowhere would be worse than an old layout. */
  void refuseMissingPrograms() throws MigrationFailedException {
    Path shim = install.resolve("volta-shim");
    if (!Files.isExecutable(shim)) {
      throw refused(
          Kind.ENVIRONMENT,
          "there is no program " + shim + " for the shims to lead to",
          "Set VOLTA_INSTALL_DIR to the folder of volta-shim, or install again.");
    }
  }

  private static MigrationFailedException refused(Kind kind, String why, String next) {
    return new MigrationFailedException(kind, State.OLD, why, next, null);
  }
}

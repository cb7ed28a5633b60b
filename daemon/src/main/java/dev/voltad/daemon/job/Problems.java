package dev.voltad.daemon.job;

import dev.voltad.migrate.LayoutTooNewException;
import dev.voltad.migrate.MigrationFailedException;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.nio.file.Path;

/** The only place in the daemon that turns exceptions into words. */
final class Problems {
  private final Path home;

  Problems(Path home) {
    this.home = home;
  }

  Problem of(LockHeldException e) {
    String holder = e.holder().map(Problems::name).orElse("A process that cannot be named");
    return new Problem(
        "Could not lock " + home + ".",
        holder + " still held it after " + e.waited().toSeconds() + " s.",
        ProblemCode.LOCK_HELD,
        "See what that process is doing; the daemon tries again.");
  }

  private static String name(LockHolder holder) {
    return "Process " + holder.pid() + " (" + holder.program() + ")";
  }

  Problem of(LockUnavailableException e) {
    return new Problem(
        "Could not lock " + home + ".",
        e.file() + ": " + e.reason() + "; without the lock nothing may be changed.",
        ProblemCode.LOCK_UNAVAILABLE,
        "Put the home on a filesystem that can lock, or see what that file is.");
  }

  Problem of(LayoutTooNewException e) {
    return new Problem(
        "Could not migrate " + home + ".",
        "The marker " + e.marker() + " is newer than this program knows.",
        ProblemCode.LAYOUT_TOO_NEW,
        "Update voltad, or use the Volta that wrote the home.");
  }

  Problem of(MigrationFailedException e) {
    ProblemCode code =
        switch (e.kind()) {
          case FILESYSTEM -> ProblemCode.FILESYSTEM;
          case ENVIRONMENT -> ProblemCode.ENVIRONMENT;
          case REFUSED -> ProblemCode.REFUSED_BY_POLICY;
        };
    return new Problem("Could not migrate " + home + ".", e.why() + ".", code, e.next());
  }

  Problem ofBug(RuntimeException e) {
    return new Problem(
        "Could not migrate " + home + ".",
        "An error of this program: " + e,
        ProblemCode.INTERNAL,
        "Report it with the daemon's log.");
  }

  Problem outOfMemory() {
    return new Problem(
        "Could not migrate " + home + ".",
        "The home has more in it than the daemon has memory for.",
        ProblemCode.ENVIRONMENT,
        "Run `volta-migrate`, which may use more.");
  }

  Problem stopped() {
    return new Problem(
        "Could not migrate " + home + ".",
        "The daemon stops.",
        ProblemCode.BUSY,
        "Run `volta-migrate`.");
  }
}

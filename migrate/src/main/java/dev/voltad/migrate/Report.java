package dev.voltad.migrate;

import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.fs.IoReason;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.plan.RefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Why {@code volta-migrate} did not do what it was asked: the only place where it turns failures
 * into words.
 *
 * @param what after "Could not", without a full stop
 */
record Report(ExitCode code, String what, String why, String next) {
  static final Report NO_HOME =
      new Report(
          ExitCode.ENVIRONMENT,
          "find the Volta directory",
          "neither VOLTA_HOME nor HOME is set",
          "Set VOLTA_HOME.");

  static final Report NO_PROGRAMS =
      new Report(
          ExitCode.ENVIRONMENT,
          "find the programs",
          "VOLTA_INSTALL_DIR is not set, and nothing else says where volta-shim is",
          "Start it as bin/volta-migrate, or set VOLTA_INSTALL_DIR.");

  static final Report ANSWER_LOST =
      new Report(
          ExitCode.FILESYSTEM,
          "write the answer",
          "standard output takes no more; what was to be done is done",
          "See where the output goes, for example a full disk.");

  static Report ofArguments(String why) {
    return new Report(
        ExitCode.ARGUMENTS, "understand the arguments", why, "See `volta-migrate --help`.");
  }

  static Report ofNoFolder(Path home) {
    return new Report(
        ExitCode.FILESYSTEM,
        "use " + home + " as the Volta directory",
        "it is no folder",
        "Set VOLTA_HOME to a folder, or move what is there.");
  }

  static Report of(Path home, LockHeldException e) {
    return new Report(
        ExitCode.LOCK_HELD,
        "lock " + home,
        MigrateOutput.held(e.holder()) + " still held it after " + e.waited().toMillis() + " ms",
        "Try again later, or give --lock-timeout.");
  }

  static Report of(Path home, LockUnavailableException e) {
    return new Report(
        ExitCode.LOCK_UNAVAILABLE,
        "lock " + home,
        e.file() + ": " + e.reason() + "; without the lock nothing may be changed",
        "Put the home on a filesystem that can lock, or see what that file is.");
  }

  static Report of(String what, LayoutTooNewException e) {
    return new Report(
        ExitCode.LAYOUT_TOO_NEW,
        what,
        "the marker " + e.marker() + " is newer than this program knows",
        "Update it, or use the Volta that wrote the home.");
  }

  static Report of(String what, RefusedException e) {
    String why = HomePath.text(e.path()) + ": " + e.reason();
    return new Report(ExitCode.FILESYSTEM, what, why, e.next());
  }

  static Report of(String what, MigrationFailedException e) {
    ExitCode code =
        switch (e.kind()) {
          case FILESYSTEM -> ExitCode.FILESYSTEM;
          case ENVIRONMENT -> ExitCode.ENVIRONMENT;
          case REFUSED -> ExitCode.REFUSED;
        };
    String state =
        e.homeState() == State.OLD
            ? "; the home is as it was"
            : "; the home is in between, and the next run finishes or undoes it";
    return new Report(code, what, e.why() + state, e.next());
  }

  static Report of(Path home, IOException e) {
    return new Report(
        ExitCode.FILESYSTEM, "read " + home, IoReason.of(e), "See that you may read it.");
  }

  static Report of(String what, RuntimeException e) {
    return new Report(
        ExitCode.INTERNAL,
        what,
        "an error of this program: " + e,
        "Report it with what it prints under VOLTA_LOGLEVEL=debug.");
  }

  /** The four lines that go to a terminal. */
  void print(PrintStream err) {
    err.println(printable("volta-migrate: Could not " + what + "."));
    err.println(printable("  why:  " + why));
    err.println(printable("  next: " + next));
    err.println("  code: " + code.id());
  }

  /** One line for a terminal: names come from the disk and may hold anything, so no controls. */
  static String printable(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    line.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append(String.format("\\x%02x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}

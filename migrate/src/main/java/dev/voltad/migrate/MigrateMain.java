package dev.voltad.migrate;

import dev.voltad.migrate.MigrateOptions.BadArgumentException;
import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.plan.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The program {@code volta-migrate}. stdout is the answer, stderr everything else. */
public final class MigrateMain {
  private static final String PROGRAM = "volta-migrate";

  private final MigrateOptions options;
  private final MigrateOutput output;

  private MigrateMain(MigrateOptions options) {
    this.options = options;
    this.output = new MigrateOutput(options, System.out, System.err);
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Runs the program in this process.
   *
   * @return the exit code
   */
  public static int run(String[] arguments) {
    return run(arguments, System.getenv());
  }

  static int run(String[] arguments, Map<String, String> environment) {
    try {
      return new MigrateMain(MigrateOptions.parse(arguments, environment)).run(environment);
    } catch (BadArgumentException e) {
      String next = "See `volta-migrate --help`.";
      MigrateOutput.problem(
          System.err, ExitCode.ARGUMENTS, "understand the arguments", e.getMessage(), next);
      return ExitCode.ARGUMENTS.number();
    }
  }

  private int run(Map<String, String> environment) {
    switch (options.action()) {
      case HELP -> output.help();
      case VERSION -> output.version();
      case MIGRATE, PLAN, UNDO, STATUS -> {
        Optional<Path> home = VoltaHome.find(environment);
        if (home.isEmpty()) {
          return fail(
              ExitCode.ENVIRONMENT,
              "find the Volta directory",
              "neither VOLTA_HOME nor HOME is set",
              "Set VOLTA_HOME.");
        }
        Optional<Path> install = VoltaHome.programs(environment);
        if (install.isEmpty()) {
          return fail(
              ExitCode.ENVIRONMENT,
              "find the programs",
              "VOLTA_INSTALL_DIR is not set, and nothing else says where volta-shim is",
              "Start it as bin/volta-migrate, or set VOLTA_INSTALL_DIR.");
        }
        return run(home.get(), install.get());
      }
    }
    return ExitCode.OK.number();
  }

  private int run(Path home, Path install) {
    String what = options.action() == MigrateOptions.Action.UNDO ? "undo in " : "migrate ";
    try {
      act(home, new Migrator(home, install));
      return ExitCode.OK.number();
    } catch (LockHeldException e) {
      return fail(
          ExitCode.LOCK_HELD,
          "lock " + home,
          MigrateOutput.held(e.holder()) + " still held it after " + e.waited().toMillis() + " ms",
          "Try again later, or give --lock-timeout.");
    } catch (LockUnavailableException e) {
      return fail(
          ExitCode.LOCK_UNAVAILABLE,
          "lock " + home,
          e.file() + ": " + e.reason() + "; without the lock nothing may be changed",
          "Put the home on a filesystem that can lock, or see what that file is.");
    } catch (LayoutTooNewException e) {
      return fail(
          ExitCode.LAYOUT_TOO_NEW,
          what + home,
          "the marker " + e.marker() + " is newer than this program knows",
          "Update it, or use the Volta that wrote the home.");
    } catch (RefusedException e) {
      String why = HomePath.text(e.path()) + ": " + e.reason();
      return fail(ExitCode.FILESYSTEM, what + home, why, e.next());
    } catch (MigrationFailedException e) {
      String state =
          e.homeState() == State.OLD
              ? "; the home is as it was"
              : "; the home is in between, and the next run finishes or undoes it";
      return fail(code(e), what + home, e.why() + state, e.next());
    } catch (IOException e) {
      return fail(
          ExitCode.FILESYSTEM, "read " + home, EntryReader.text(e), "See that you may read it.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERNAL.number();
    } catch (RuntimeException e) {
      return fail(
          ExitCode.INTERNAL,
          what + home,
          "an error of this program: " + e,
          "Report it with what it prints under VOLTA_LOGLEVEL=debug.",
          e);
    }
  }

  private void act(Path home, Migrator migrator)
      throws LockHeldException,
          LockUnavailableException,
          LayoutTooNewException,
          MigrationFailedException,
          RefusedException,
          IOException,
          InterruptedException {
    MigrationListener listener = new ProgressPrinter(home, output);
    switch (options.action()) {
      case PLAN -> output.plan(home, migrator.plan());
      case STATUS -> output.state(home, migrator.state());
      case UNDO -> output.result(home, migrator.undo(options.lockWait(), PROGRAM, listener));
      case MIGRATE -> {
        if (options.mayCreate() || Files.exists(home)) {
          output.result(home, migrator.migrate(options.lockWait(), PROGRAM, listener));
        } else {
          output.noHome(home);
        }
      }
      case HELP, VERSION -> throw new IllegalStateException("needs no home");
    }
  }

  private static ExitCode code(MigrationFailedException e) {
    return switch (e.kind()) {
      case FILESYSTEM -> ExitCode.FILESYSTEM;
      case ENVIRONMENT -> ExitCode.ENVIRONMENT;
      case REFUSED -> ExitCode.REFUSED;
    };
  }

  private int fail(ExitCode code, String what, String why, String next) {
    output.problem(code, what, why, next);
    return code.number();
  }

  private int fail(ExitCode code, String what, String why, String next, RuntimeException bug) {
    output.trace(bug);
    return fail(code, what, why, next);
  }
}

package dev.voltad.migrate;

import dev.voltad.migrate.MigrateOptions.BadArgumentException;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.plan.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The program {@code volta-migrate}. stdout is the answer, stderr everything else. */
public final class MigrateMain {
  /** What {@code --help} prints; the manual and the completions have its options from here. */
  public static final String HELP =
      """
      Brings a Volta directory to the layout that this Volta needs, and back.

      usage: volta-migrate [--plan | --undo | --status] [--repair] [--json] [--no-create]
                           [--lock-timeout D | --no-wait] [--quiet | --verbose]

        --plan            show what would be done; change nothing
        --undo            undo the last migration, else the last repair, up to 7 days after
        --repair          look not only at the layout and the shims, but at everything
        --status          show the layout, what cannot be used, and what can be undone
        --json            answer in JSON on stdout
        --no-create       do nothing if there is no Volta directory
        --lock-timeout D  wait that long for another Volta: 500ms, 30s, 2m (60s if not given)
        --no-wait         do not wait for another Volta
        --quiet           print errors only
        --verbose         print each phase
        --version         print the version
        --help            print this

      The directory is VOLTA_HOME, else .volta in your home folder.

      exit codes: 0 done, or nothing to do; 1 an error of the program; 3 arguments;
        6 environment; 7 filesystem; 20 another Volta holds the lock, or the filesystem
        cannot lock; 21 the layout is newer than this program; 23 undoing would lose
        what was changed since
      """;

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
      Report report = Report.ofArguments(e.getMessage());
      report.print(System.err);
      return report.code().number();
    }
  }

  private int run(Map<String, String> environment) {
    switch (options.action()) {
      case HELP -> output.help();
      case VERSION -> output.version();
      case MIGRATE, PLAN, UNDO, STATUS -> {
        Optional<Path> home = VoltaHome.find(environment);
        if (home.isEmpty()) {
          return fail(Report.NO_HOME);
        }
        if (VoltaHome.isNoFolder(home.get())) {
          return fail(Report.ofNoFolder(home.get()));
        }
        Optional<Path> install = VoltaHome.programs(environment);
        if (install.isEmpty()) {
          return fail(Report.NO_PROGRAMS);
        }
        return run(home.get(), install.get());
      }
    }
    return ExitCode.OK.number();
  }

  private int run(Path home, Path install) {
    String verb = options.action() == MigrateOptions.Action.UNDO ? "undo in " : "migrate ";
    Report report;
    try {
      act(home, new Migrator(home, install));
      return output.isLost() ? fail(Report.ANSWER_LOST) : ExitCode.OK.number();
    } catch (LockHeldException e) {
      report = Report.of(home, e);
    } catch (LockUnavailableException e) {
      report = Report.of(home, e);
    } catch (LayoutTooNewException e) {
      report = Report.of(verb + home, e);
    } catch (RefusedException e) {
      report = Report.of(verb + home, e);
    } catch (MigrationFailedException e) {
      report = Report.of(verb + home, e);
    } catch (IOException e) {
      report = Report.of(home, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERNAL.number();
    } catch (RuntimeException e) {
      output.trace(e);
      report = Report.of(verb + home, e);
    }
    return fail(report);
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
      case PLAN -> output.plan(home, migrator.plan(options.scope()));
      case STATUS -> output.state(home, migrator.state());
      case UNDO -> output.result(home, migrator.undo(options.lockWait(), PROGRAM, listener));
      case MIGRATE -> {
        if (options.mayCreate() || Files.exists(home)) {
          MigrationRequest request =
              MigrationRequest.command(options.scope(), PROGRAM, options.lockWait());
          output.result(home, migrator.migrate(request, listener));
        } else {
          output.noHome(home);
        }
      }
      case HELP, VERSION -> throw new IllegalStateException("needs no home");
    }
  }

  private int fail(Report report) {
    output.problem(report);
    return report.code().number();
  }
}

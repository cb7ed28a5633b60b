package dev.voltad.migrate;

import dev.voltad.migrate.MigrateOptions.Verbosity;
import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.migrate.journal.PlanJson;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Finding;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything {@code volta-migrate} prints. */
final class MigrateOutput {
  private static final String PROGRAM = "volta-migrate";

  /** More are counted: a broken home can have thousands, and nobody reads them. */
  private static final int MAX_FINDINGS = 20;

  private final MigrateOptions options;
  private final PrintStream out;
  private final PrintStream err;

  MigrateOutput(MigrateOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** Whether something that was asked for could not be written. */
  boolean isLost() {
    return out.checkError();
  }

  void help() {
    out.print(MigrateMain.HELP);
  }

  void version() {
    String version = MigrateOutput.class.getPackage().getImplementationVersion();
    out.println(version == null ? "unpackaged" : version);
  }

  void info(String text) {
    print(Verbosity.NORMAL, text);
  }

  /** Draws over what was drawn on the last line of the terminal; nothing erases it. */
  void bar(String text) {
    if (options.verbosity().compareTo(Verbosity.NORMAL) >= 0) {
      err.print("\r\033[K" + text);
      err.flush();
    }
  }

  void verbose(String text) {
    print(Verbosity.VERBOSE, "[verbose] " + text);
  }

  void trace(RuntimeException bug) {
    if (options.verbosity() == Verbosity.VERBOSE) {
      bug.printStackTrace(err);
    }
  }

  void waiting(Path home, Optional<LockHolder> holder) {
    info(
        PROGRAM
            + ": Waiting for the lock on "
            + home
            + "/volta.lock, held by "
            + held(holder)
            + since(holder)
            + ".");
  }

  /** Who holds the lock, in the middle of a sentence. */
  static String held(Optional<LockHolder> holder) {
    return holder
        .map(
            h ->
                "process "
                    + h.pid()
                    + " ("
                    + h.program()
                    + h.purpose().map(p -> ", " + p).orElse("")
                    + ")")
        .orElse("a process that cannot be named");
  }

  private static String since(Optional<LockHolder> holder) {
    return holder
        .flatMap(LockHolder::since)
        .map(since -> " since " + Duration.between(since, Instant.now()).toSeconds() + " s")
        .orElse("");
  }

  void problem(Report report) {
    if (options.isJson()) {
      out.println(MigrateJson.problem(report));
    }
    if (options.verbosity() != Verbosity.SILENT) {
      report.print(err);
    }
  }

  void noHome(Path home) {
    if (options.isJson()) {
      out.println(MigrateJson.noHome(home));
    }
  }

  void result(Path home, MigrationResult result) {
    if (options.isJson()) {
      out.println(MigrateJson.result(home, result));
    }
    findings(result.findings());
    switch (result.outcome()) {
      case UP_TO_DATE -> verbose(home + " is up to date.");
      case NOTHING_TO_UNDO -> info("There is no migration to undo in " + home + ".");
      case UNDONE -> info(undone(home, result));
      case CREATED, MIGRATED, REPAIRED, NO_HOME ->
          verbose(
              result.operations()
                  + " changes in "
                  + result.took().toMillis()
                  + " ms; undo them with"
                  + " `volta-migrate --undo`.");
    }
  }

  private static String undone(Path home, MigrationResult result) {
    return result.to() == LayoutVersion.CURRENT
        ? "The last repair of " + home + " is undone; run it again to undo what was before it."
        : home + " has its old layout back (" + result.to().id() + ").";
  }

  private void findings(List<Finding> findings) {
    for (Finding finding : findings) {
      String path = HomePath.text(finding.path());
      print(Verbosity.WARNINGS, PROGRAM + ": warning: " + path + ": " + finding.reason());
    }
  }

  void plan(Path home, Plan plan) {
    if (options.isJson()) {
      out.println(PlanJson.write(plan));
      return;
    }
    answer("home:   " + home);
    answer("layout: " + layout(plan.from()) + " (" + plan.evidence() + ")");
    if (plan.operations().isEmpty()) {
      answer("Nothing to do.");
    } else {
      answer("Would make " + plan.operations().size() + " changes:");
    }
    plan.operations().forEach(operation -> answer("  " + line(operation)));
    printFindings(plan.findings());
  }

  private static String layout(Optional<LayoutVersion> layout) {
    return layout.map(LayoutVersion::id).orElse("none");
  }

  private static String line(Operation operation) {
    String path = HomePath.text(operation.subject());
    if (operation instanceof Operation.MakeDir) {
      return "make    " + path;
    } else if (operation instanceof Operation.Move move) {
      return "move    " + path + " -> " + HomePath.text(move.to());
    } else if (operation instanceof Operation.Link link) {
      String was = link.previous().map(old -> " (was " + HomePath.text(old) + ")").orElse("");
      return "link    " + path + " -> " + HomePath.text(link.target()) + was;
    } else if (operation instanceof Operation.PutFile put) {
      return (put.replaces() ? "rewrite " : "write   ") + path;
    } else {
      return "sync    " + (path.isEmpty() ? "." : path);
    }
  }

  void state(Path home, HomeState state) {
    if (options.isJson()) {
      out.println(MigrateJson.state(home, state));
      return;
    }
    answer("home:     " + home + (state.exists() ? "" : " (does not exist)"));
    answer("layout:   " + layout(state.layout()) + " (" + state.evidence() + ")");
    answer(
        "current:  " + (state.isCurrent() ? "yes" : "no, " + state.pending() + " changes to make"));
    state.problem().ifPresent(problem -> answer("problem:  " + problem));
    state.unfinished().ifPresent(id -> answer("cut off:  " + id + "; `volta-migrate` recovers it"));
    state
        .undoable()
        .ifPresent(
            id -> answer("undo:     " + id + ", until " + state.undoableUntil().orElseThrow()));
    if (state.heldBack()) {
      answer("undone:   the daemon leaves the layout alone until you run `volta-migrate`");
    }
    state.holder().ifPresent(holder -> answer("lock:     held by " + held(Optional.of(holder))));
    printFindings(state.findings());
  }

  private void printFindings(List<Finding> findings) {
    if (!findings.isEmpty()) {
      answer("Kept as it is:");
    }
    for (Finding finding : findings.subList(0, Math.min(findings.size(), MAX_FINDINGS))) {
      answer("  " + HomePath.text(finding.path()) + ": " + finding.reason());
      answer("    " + finding.next());
    }
    if (findings.size() > MAX_FINDINGS) {
      answer("  and " + (findings.size() - MAX_FINDINGS) + " more: `volta doctor` names them");
    }
  }

  private void print(Verbosity from, String text) {
    if (options.verbosity().compareTo(from) >= 0) {
      err.println(Report.printable(text));
    }
  }

  private void answer(String line) {
    out.println(Report.printable(line));
  }
}

package dev.voltad.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The cases of the cold path and what is to be said about each: the one table of them. */
enum ColdCase {
  /** The subject, for example {@code node@20.11.1}, is asked for by the file in the detail. */
  NOT_INSTALLED(
      run ->
          new ShimError(
              "Could not run " + run.tool() + ".",
              run.subject()
                  + ", which "
                  + run.detail()
                  + " asks for, is not installed. "
                  + InstalledVersions.of(run).sentence(),
              ShimProblem.NOT_INSTALLED,
              "Get it with `volta fetch "
                  + run.subject()
                  + "` of upstream Volta, or ask for a"
                  + " version that is installed.")),

  /** A command of npm or yarn that the subject, a command of volta, stands for. */
  GLOBAL_COMMAND(
      run ->
          new ShimError(
              "Could not run " + run.tool() + ".",
              "For packages of the user, this command means `"
                  + run.subject()
                  + "`, which needs"
                  + " upstream Volta in "
                  + upstream(run)
                  + ".",
              ShimProblem.NOT_SUPPORTED,
              "Run `"
                  + run.subject()
                  + "` of upstream Volta, or set VOLTA_UNSAFE_GLOBAL=1 to let "
                  + run.tool()
                  + " change its own Node alone.")),

  /** {@code npm link} and {@code npm unlink}: the subject is the word. */
  LINK(
      run ->
          new ShimError(
              "Could not run " + run.tool() + ".",
              "`npm "
                  + run.subject()
                  + "` changes the packages of the user, which needs upstream"
                  + " Volta in "
                  + upstream(run)
                  + ".",
              ShimProblem.NOT_SUPPORTED,
              "Run it with upstream Volta, or set VOLTA_UNSAFE_GLOBAL=1 to let npm do it alone.")),

  /** The subject is a file of JSON that is none, from the byte in the detail on. */
  MALFORMED(
      run ->
          new ShimError(
              "Could not understand " + run.subject() + ".",
              JsonFault.find(Path.of(run.subject()), run.detail()),
              ShimProblem.FILE_MALFORMED,
              "Correct the file.")),

  /** The subject is a file of more than 1 MiB. */
  TOO_LARGE(
      run ->
          new ShimError(
              "Could not read " + run.subject() + ".",
              "It is larger than 1 MiB, and shims read no more than that.",
              ShimProblem.TOO_LARGE,
              "Make it smaller."));

  private final Function<ColdRun, ShimError> explanation;

  ColdCase(Function<ColdRun, ShimError> explanation) {
    this.explanation = explanation;
  }

  static Optional<ColdCase> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
  }

  /** For example {@code not-installed}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  ShimError explain(ColdRun run) {
    return explanation.apply(run);
  }

  private static Path upstream(ColdRun run) {
    return run.home().resolve("self/upstream");
  }
}

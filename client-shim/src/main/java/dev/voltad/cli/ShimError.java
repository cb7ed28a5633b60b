package dev.voltad.cli;

/**
 * Why a shim could not run a tool, in the four lines that the native shim prints for its own.
 *
 * @param title what could not be done, a sentence
 * @param why the cause, a sentence
 * @param problem which kind
 * @param next what helps, a sentence
 */
record ShimError(String title, String why, ShimProblem problem, String next) {
  /** The lines, each ended; {@code program} begins the first. */
  String text(String program) {
    return program
        + ": "
        + title
        + "\n  why:  "
        + why
        + "\n  next: "
        + next
        + "\n  code: "
        + problem.id()
        + "\n";
  }
}

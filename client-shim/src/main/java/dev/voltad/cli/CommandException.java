package dev.voltad.cli;

import dev.voltad.protocol.Problem;

/** A command could not be done. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  CommandException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}

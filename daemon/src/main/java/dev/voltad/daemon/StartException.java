package dev.voltad.daemon;

import dev.voltad.protocol.Problem;

/** The daemon could not be started. Nothing of it is left. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  StartException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}

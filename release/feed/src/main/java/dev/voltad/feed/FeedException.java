package dev.voltad.feed;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;

/** A command was not done; what was there before still is. */
final class FeedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  FeedException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** What somebody asked for that no feed may have, or that this one has otherwise. */
  static FeedException refused(String what, String why, String next) {
    return new FeedException(new Problem(what, why, ProblemCode.REFUSED_BY_POLICY, next));
  }

  static FeedException arguments(String why, String next) {
    return new FeedException(
        new Problem("Could not understand the arguments.", why, ProblemCode.ARGUMENTS, next));
  }

  static FeedException signature(String what, String why, String next) {
    return new FeedException(new Problem(what, why, ProblemCode.SIGNATURE_INVALID, next));
  }

  static FeedException notFound(String what, String why, String next) {
    return new FeedException(new Problem(what, why, ProblemCode.NO_SUCH_VERSION, next));
  }

  Problem problem() {
    return problem;
  }
}

package dev.voltad.cli;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.util.List;

/**
 * What a shim cannot do itself: it becomes {@code volta cold CASE SUBJECT DETAIL TOOL
 * ARGUMENTS...}, a command for shims and not for people. A home that keeps upstream's shim program
 * never gets here; the shim hands the run to that one.
 *
 * <p>Every case ends in an error for now. The commands that can do more belong into {@link
 * ColdCase}.
 */
final class ColdPath {
  static final String COMMAND = "cold";

  private static final int WORDS = 4;

  private final Context context;

  ColdPath(Context context) {
    this.context = context;
  }

  /**
   * Deals with one case.
   *
   * @param words what follows the name of the command
   * @return the exit code: 126 as for everything that a shim cannot run
   */
  int run(List<String> words) throws CommandException {
    if (words.size() < WORDS) {
      throw unknown(words);
    }
    ColdCase rare = ColdCase.of(words.get(0)).orElseThrow(() -> unknown(words));
    ColdRun run = new ColdRun(context.home(), words.get(1), words.get(2), words.get(3));
    context.err().print(rare.explain(run).text(Context.PROGRAM));
    return ProblemCode.CANNOT_RUN.exitCode();
  }

  private static CommandException unknown(List<String> words) {
    return new CommandException(
        new Problem(
            "Could not understand the arguments.",
            "`volta " + COMMAND + "` is started by shims; it does not know " + words + ".",
            ProblemCode.ARGUMENTS,
            "Run the tool itself. If a shim did this, install shims and volta of one release."));
  }
}

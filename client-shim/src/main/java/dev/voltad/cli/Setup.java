package dev.voltad.cli;

import dev.voltad.cli.ProfileText.Edit;
import dev.voltad.cli.ProfileText.Outcome;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One pass over start files: sets them up, or undoes that. A file that cannot be changed is warned
 * of and stops no other. One file that is reached by two names is done once.
 */
final class Setup {
  private final Context context;
  private final boolean isDry;
  private final Set<Path> targets = new HashSet<>();
  private int done;
  private int failed;

  /**
   * @param isDry whether to show what would be done, and change nothing
   */
  Setup(Context context, boolean isDry) {
    this.context = context;
    this.isDry = isDry;
  }

  /**
   * Puts a home on PATH.
   *
   * @throws CommandException if no file could be set up
   */
  void setUp(List<Path> profiles, Path home, Path user) throws CommandException {
    ProfileLines.of(ProfileShell.POSIX, home, user); // refuses a home before anything is changed
    for (Path profile : profiles) {
      ProfileShell shell = ProfileShell.of(profile);
      ProfileLines lines = ProfileLines.of(shell, home, user);
      try {
        ProfileFile file = ProfileFile.read(profile);
        ProfileText text =
            file.exists() ? ProfileText.of(file.bytes(), shell) : ProfileText.ofNothing(shell);
        if (targets.add(file.target())) {
          finish(profile, file, text.setUp(lines));
        }
      } catch (CommandException e) {
        warn(e.problem());
      }
    }
    if (done == 0) {
      throw none("Could not set up any shell.", home);
    }
  }

  /**
   * Takes our lines out again.
   *
   * @throws CommandException if there are some and none could be taken out
   */
  void undo(List<Path> profiles, Path home) throws CommandException {
    for (Path profile : profiles) {
      try {
        ProfileFile file = ProfileFile.read(profile);
        Edit edit = ProfileText.of(file.bytes(), ProfileShell.of(profile)).undo();
        if (targets.add(file.target()) && edit.outcome() != Outcome.SAME) {
          finish(profile, file, edit);
        }
      } catch (CommandException e) {
        if (Files.exists(profile)) {
          warn(e.problem());
        }
      }
    }
    if (done == 0 && failed > 0) {
      throw none("Could not undo the setup of any shell.", home);
    } else if (done == 0) {
      context.out().println("No start file has lines of `volta setup`.");
    }
  }

  private void finish(Path profile, ProfileFile file, Edit edit) throws CommandException {
    switch (edit.outcome()) {
      case SAME -> say(profile + " is set up.");
      case DAMAGED ->
          throw new CommandException(
              new Problem(
                  "Could not change " + profile + ".",
                  "Only one of the comments around the lines of `volta setup` is there.",
                  ProblemCode.FILESYSTEM,
                  "Remove the other, `# >>> volta >>>` or `" + ProfileBlock.END + "`."));
      case CHANGED, REMOVED -> {
        if (isDry) {
          file.checkWritable();
          show(profile, file, edit);
        } else if (edit.outcome() == Outcome.REMOVED) {
          file.remove();
          say("Removed " + profile + ".");
        } else {
          file.replace(edit.bytes());
          say((file.exists() ? "Changed " : "Wrote ") + profile + ".");
        }
      }
    }
    done++;
  }

  private void say(String line) {
    context.out().println(line);
  }

  private void show(Path profile, ProfileFile file, Edit edit) {
    say("--- " + (file.exists() ? profile : "/dev/null"));
    say("+++ " + (edit.outcome() == Outcome.REMOVED ? "/dev/null" : profile));
    byte[] hunk = LineDiff.of(file.bytes(), edit.bytes());
    context.out().write(hunk, 0, hunk.length);
  }

  private void warn(Problem problem) {
    failed++;
    context.err().print(warning(problem));
  }

  /** A problem that ends nothing, and so has no code to show. */
  static String warning(Problem problem) {
    String text = problem.text(Context.PROGRAM + ": warning");
    return text.substring(0, text.indexOf("  code: "));
  }

  private static CommandException none(String title, Path home) {
    return new CommandException(
        new Problem(
            title,
            "No start file could be changed.",
            ProblemCode.ENVIRONMENT,
            "See the warnings above, or put " + home.resolve("bin") + " on PATH yourself."));
  }
}

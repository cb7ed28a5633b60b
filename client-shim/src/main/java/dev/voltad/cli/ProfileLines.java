package dev.voltad.cli;

import dev.voltad.migrate.layout.HomePath;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What has to be in a start file, so that a shell finds the tools of one home.
 *
 * @param shell the language of the file
 * @param homeLine the line that sets VOLTA_HOME, relative to HOME if it is below it
 * @param homeLines all forms of it that do the same, upstream's too
 */
record ProfileLines(ProfileShell shell, String homeLine, List<String> homeLines) {
  /** What Java makes of bytes in the environment that are no text. */
  private static final char UNREADABLE = '\uFFFD';

  /**
   * The lines for a home.
   *
   * @param home absolute
   * @param user the folder of the user, absolute
   * @throws CommandException if no line could hold the path of the home
   */
  static ProfileLines of(ProfileShell shell, Path home, Path user) throws CommandException {
    String text = text(home);
    check(home, text);
    String absolute = shell.homeLine(shell.quoted(text));
    Path base = user.normalize();
    boolean isBelow = home.startsWith(base) && !home.equals(base) && base.getNameCount() > 0;
    if (!isBelow) {
      return new ProfileLines(shell, absolute, List.of(absolute));
    }
    String below = text.substring(text(base).length() + 1);
    String relative = shell.homeLine(ProfileShell.USER + shell.quoted(below));
    return new ProfileLines(shell, relative, List.of(relative, absolute));
  }

  /** The two lines, in the order that they need. */
  List<String> wanted() {
    return List.of(homeLine, shell.pathLine());
  }

  private static String text(Path path) {
    return new String(HomePath.bytes(path), StandardCharsets.ISO_8859_1);
  }

  private static void check(Path home, String text) throws CommandException {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw unfit(home, "has a newline or another control character in its path");
    } else if (text.indexOf(':') >= 0) {
      throw unfit(home, "has a colon in its path, which parts the folders of PATH");
    } else if (home.toString().indexOf(UNREADABLE) >= 0) {
      throw unfit(home, "has a path that is not UTF-8");
    }
  }

  private static CommandException unfit(Path home, String why) {
    return new CommandException(
        new Problem(
            "Could not set up a shell.",
            home.toString().replaceAll("\\p{Cntrl}", "?") + " " + why + ".",
            ProblemCode.ENVIRONMENT,
            "Give the Volta directory another name, and set VOLTA_HOME."));
  }
}

package dev.voltad.cli;

import java.nio.file.Path;

/**
 * The language of a start file, as far as Volta writes it. Text is ISO 8859-1: a character is a
 * byte, whatever the encoding of the file is. Lines have no newline.
 */
enum ProfileShell {
  POSIX("export VOLTA_HOME=\"", "export PATH=\"$VOLTA_HOME/bin:$PATH\"", "\"\\$`"),
  FISH("set -gx VOLTA_HOME \"", "set -gx PATH \"$VOLTA_HOME/bin\" $PATH", "\"\\$");

  static final String USER = "$HOME/";

  private final String homeStart;
  private final String pathLine;
  private final String special;

  ProfileShell(String homeStart, String pathLine, String special) {
    this.homeStart = homeStart;
    this.pathLine = pathLine;
    this.special = special;
  }

  /** As upstream does: by the extension. */
  static ProfileShell of(Path file) {
    return file.toString().endsWith(".fish") ? FISH : POSIX;
  }

  /** The line that puts the folder of the shims on PATH; upstream's is the same. */
  String pathLine() {
    return pathLine;
  }

  /** The line that sets VOLTA_HOME to a quoted text. */
  String homeLine(String quoted) {
    return homeStart + quoted + '"';
  }

  /** What means these bytes between double quotes; the shell takes nothing else from it. */
  String quoted(String plain) {
    StringBuilder text = new StringBuilder();
    for (char c : plain.toCharArray()) {
      text.append(special.indexOf(c) >= 0 ? "\\" : "").append(c);
    }
    return text.toString();
  }

  /** Whether setup may have written this line, for whatever home. */
  boolean isOurs(String line) {
    return line.equals(pathLine) || isHomeLine(line);
  }

  /** Whether it sets VOLTA_HOME and does nothing else, in the form that setup writes. */
  boolean isHomeLine(String line) {
    int first = homeStart.length();
    if (!line.startsWith(homeStart) || !line.endsWith("\"") || line.length() <= first) {
      return false;
    }
    String text = line.substring(first, line.length() - 1);
    int from = text.startsWith(USER) ? USER.length() : 0;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
        if (i == text.length() || special.indexOf(text.charAt(i)) < 0) {
          return false;
        }
      } else if (special.indexOf(text.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}

package dev.voltad.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The lines of ours in a start file, between two comments. What a person wrote between these is his
 * and not ours. Filled while a file is read.
 */
final class ProfileBlock {
  static final String END = "# <<< volta <<<";

  private final Begin begin;
  private final int start;
  private final List<String> ours = new ArrayList<>();
  private final List<Range> foreign = new ArrayList<>();

  ProfileBlock(Begin begin, int start) {
    this.begin = begin;
    this.start = start;
  }

  /** Bytes of a file: from an index, to before another. */
  record Range(int from, int to) {}

  /** The first line, which tells what undo has to take away besides the block. */
  enum Begin {
    PLAIN(""),
    NEW_FILE(" (in a new file)"),
    NEWLINE(" (after an added newline)"),
    TWO_NEWLINES(" (after two added newlines)");

    private final String note;

    Begin(String note) {
      this.note = note;
    }

    String line() {
      return "# >>> volta >>>" + note;
    }

    static Optional<Begin> of(String line) {
      return Arrays.stream(values()).filter(each -> each.line().equals(line)).findFirst();
    }

    static Begin after(int newlines) {
      return newlines == 0 ? PLAIN : newlines == 1 ? NEWLINE : TWO_NEWLINES;
    }

    /** How many were put before the block. */
    int newlines() {
      return this == NEWLINE ? 1 : this == TWO_NEWLINES ? 2 : 0;
    }
  }

  void addOurs(String line) {
    ours.add(line);
  }

  void addForeign(Range line) {
    foreign.add(line);
  }

  Begin begin() {
    return begin;
  }

  int start() {
    return start;
  }

  /** The lines in it that setup writes, between the comments. */
  List<String> ours() {
    return ours;
  }

  /** The lines in it that somebody else wrote, each with its newline. */
  List<Range> foreign() {
    return foreign;
  }
}

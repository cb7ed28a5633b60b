package dev.voltad.tests.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One row of {@code shim-rows.txt}: a title and instructions, a verb and its text each.
 *
 * @param line where it begins, for the report
 * @param title what it shows
 * @param instructions in the order in which they stand there
 */
public record ShimRow(int line, String title, List<Instruction> instructions) {
  /**
   * For example {@code env VOLTA_BYPASS=1}.
   *
   * @param text empty if there is none
   */
  public record Instruction(String verb, String text) {
    static Instruction of(String line) {
      String[] parts = line.split(" ", 2);
      return new Instruction(parts[0], parts.length == 1 ? "" : parts[1]);
    }
  }

  /** All rows of a table; lines that begin with {@code #} are comments. */
  public static List<ShimRow> parse(List<String> lines) {
    List<ShimRow> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
        continue;
      }
      List<Instruction> instructions = new ArrayList<>();
      int title = i;
      while (i + 1 < lines.size() && !lines.get(i + 1).isBlank()) {
        instructions.add(Instruction.of(lines.get(++i)));
      }
      rows.add(new ShimRow(title + 1, lines.get(title), List.copyOf(instructions)));
    }
    return rows;
  }

  /** Whether upstream's own acceptance tests hold what the row shows. */
  public boolean isAcceptance() {
    return title.contains("[acceptance ");
  }

  /** The texts of all instructions with this verb. */
  public Stream<String> all(String verb) {
    return instructions.stream().filter(each -> each.verb.equals(verb)).map(Instruction::text);
  }

  /** The text of the first instruction with this verb. */
  public Optional<String> first(String verb) {
    return all(verb).findFirst();
  }

  /** The words of a text: {@code ''} is the empty one, {@code \s} a space in one. */
  public static List<String> words(String text) {
    return Stream.of(text.split(" "))
        .filter(word -> !word.isEmpty())
        .map(word -> word.equals("''") ? "" : word.replace("\\s", " "))
        .toList();
  }

  @Override
  public String toString() {
    return title;
  }
}

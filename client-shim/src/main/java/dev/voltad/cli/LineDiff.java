package dev.voltad.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The difference of two files in the unified form, as one hunk without context: from the first line
 * that differs to the last. Bytes stay as they are.
 */
final class LineDiff {
  private static final String NO_END = "\\ No newline at end of file\n";

  private final byte[] before;
  private final byte[] after;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private LineDiff(byte[] before, byte[] after) {
    this.before = before;
    this.after = after;
  }

  /** The hunk; empty if the files are the same. */
  static byte[] of(byte[] before, byte[] after) {
    return Arrays.equals(before, after) ? new byte[0] : new LineDiff(before, after).hunk();
  }

  private byte[] hunk() {
    int start = sameStart();
    int tail = sameTail(start);
    int line = lines(before, 0, start);
    int removed = lines(before, start, before.length - tail);
    int added = lines(after, start, after.length - tail);
    text("@@ -" + place(line, removed) + " +" + place(line, added) + " @@\n");
    put('-', before, start, before.length - tail);
    put('+', after, start, after.length - tail);
    return out.toByteArray();
  }

  /** Of no lines, the place is the line before. */
  private static String place(int linesBefore, int lines) {
    int first = lines == 0 ? linesBefore : linesBefore + 1;
    return lines == 1 ? String.valueOf(first) : first + "," + lines;
  }

  /** The bytes of the first whole lines that both have. */
  private int sameStart() {
    int same = Arrays.mismatch(before, after);
    while (same > 0 && before[same - 1] != '\n') {
      same--;
    }
    return same;
  }

  /** The bytes of the last whole lines that both have, behind {@code start}. */
  private int sameTail(int start) {
    int most = Math.min(before.length, after.length) - start;
    int same = 0;
    while (same < most && before[before.length - 1 - same] == after[after.length - 1 - same]) {
      same++;
    }
    while (same > 0 && !(isLineStart(before, same, start) && isLineStart(after, same, start))) {
      same--;
    }
    return same;
  }

  private static boolean isLineStart(byte[] bytes, int tail, int start) {
    int at = bytes.length - tail;
    return at == start || bytes[at - 1] == '\n';
  }

  private static int lines(byte[] bytes, int from, int to) {
    int lines = to > from && bytes[to - 1] != '\n' ? 1 : 0;
    for (int i = from; i < to; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private void put(char mark, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (i == from || bytes[i - 1] == '\n') {
        out.write(mark);
      }
      out.write(bytes[i]);
    }
    if (to > from && bytes[to - 1] != '\n') {
      text("\n" + NO_END);
    }
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}

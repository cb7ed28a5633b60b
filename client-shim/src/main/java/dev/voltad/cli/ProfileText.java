package dev.voltad.cli;

import dev.voltad.cli.ProfileBlock.Begin;
import dev.voltad.cli.ProfileBlock.Range;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a start file of a shell, as bytes, and what setup and its undo make of it. No line
 * that is not ours is lost or changed. Immutable once it is read.
 */
final class ProfileText {
  /** Longer lines are nobody's but the user's: a path has at most 4,096 bytes. */
  private static final int LONGEST = 16_384;

  private final byte[] bytes;
  private final ProfileShell shell;
  private final boolean isNew;
  private final List<ProfileBlock> blocks = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private ProfileBlock open;
  private boolean isDamaged;
  private String lastHome = "";
  private boolean isPathAfterHome;

  private ProfileText(byte[] bytes, ProfileShell shell, boolean isNew) {
    this.bytes = bytes;
    this.shell = shell;
    this.isNew = isNew;
  }

  /** What is to be done with a file. */
  enum Outcome {
    /** Nothing. */
    SAME,
    /** It gets other bytes. */
    CHANGED,
    /** It was made by setup and holds nothing else: it goes. */
    REMOVED,
    /** Nothing, since a block of ours begins without an end, or ends without a beginning. */
    DAMAGED
  }

  /**
   * What a file becomes.
   *
   * @param bytes the whole file; as it was unless the outcome is CHANGED or REMOVED
   */
  record Edit(Outcome outcome, byte[] bytes) {}

  /** Of a file that is there. */
  static ProfileText of(byte[] bytes, ProfileShell shell) {
    ProfileText text = new ProfileText(bytes, shell, false);
    text.read();
    return text;
  }

  /** Of a file that is not there yet. */
  static ProfileText ofNothing(ProfileShell shell) {
    return new ProfileText(new byte[0], shell, true);
  }

  private void read() {
    int start = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean isShort = end - start <= LONGEST;
      String line =
          isShort ? new String(bytes, start, end - start, StandardCharsets.ISO_8859_1) : "";
      int next = Math.min(end + 1, bytes.length);
      readLine(line, new Range(start, next));
      start = next;
    }
    isDamaged |= open != null;
  }

  private void readLine(String line, Range range) {
    String comment = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    Begin begin = Begin.of(comment).orElse(null);
    if (begin != null) {
      isDamaged |= open != null;
      open = new ProfileBlock(begin, range.from());
    } else if (comment.equals(ProfileBlock.END)) {
      isDamaged |= open == null;
      if (open != null) {
        blocks.add(open);
        ends.add(range.to());
      }
      open = null;
    } else if (open == null) {
      readAlone(line);
    } else if (shell.isOurs(comment)) {
      open.addOurs(line);
    } else {
      open.addForeign(range);
    }
  }

  private void readAlone(String line) {
    if (shell.isHomeLine(line)) {
      lastHome = line;
      isPathAfterHome = false;
    } else if (line.equals(shell.pathLine())) {
      isPathAfterHome = true;
    }
  }

  /** With our lines in it: in the place of our block if there is one, else at the end. */
  Edit setUp(ProfileLines lines) {
    if (isDamaged) {
      return new Edit(Outcome.DAMAGED, bytes);
    }
    boolean isDone =
        blocks.isEmpty()
            ? isPathAfterHome && lines.homeLines().contains(lastHome)
            : blocks.size() == 1 && blocks.get(0).ours().equals(lines.wanted());
    if (isDone) {
      return new Edit(Outcome.SAME, bytes);
    }
    List<ByteBuffer> pieces = blocks.isEmpty() ? appended(lines) : replaced(lines);
    return new Edit(Outcome.CHANGED, joined(pieces));
  }

  private List<ByteBuffer> appended(ProfileLines lines) {
    int newlines = newlinesBefore();
    Begin begin = isNew ? Begin.NEW_FILE : Begin.after(newlines);
    return List.of(
        piece(new Range(0, bytes.length)), piece("\n".repeat(newlines) + block(begin, lines)));
  }

  /** One if the last line has no end, and one more if it goes on in the next. */
  private int newlinesBefore() {
    boolean isEnded = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
    int last = bytes.length - (isEnded ? 1 : 0);
    int backslashes = 0;
    while (last - backslashes > 0 && bytes[last - backslashes - 1] == '\\') {
      backslashes++;
    }
    return (isEnded ? 0 : 1) + backslashes % 2;
  }

  private List<ByteBuffer> replaced(ProfileLines lines) {
    List<ByteBuffer> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < blocks.size(); i++) {
      ProfileBlock each = blocks.get(i);
      pieces.add(piece(new Range(from, each.start())));
      if (i == 0) {
        pieces.add(piece(block(each.begin(), lines)));
      }
      each.foreign().forEach(line -> pieces.add(piece(line)));
      from = ends.get(i);
    }
    pieces.add(piece(new Range(from, bytes.length)));
    return pieces;
  }

  /** Without our blocks, and without what was added for them. */
  Edit undo() {
    if (isDamaged || blocks.isEmpty()) {
      return new Edit(isDamaged ? Outcome.DAMAGED : Outcome.SAME, bytes);
    }
    List<ByteBuffer> pieces = new ArrayList<>();
    int from = 0;
    boolean wasNew = false;
    for (int i = 0; i < blocks.size(); i++) {
      ProfileBlock each = blocks.get(i);
      boolean isLast = ends.get(i) == bytes.length && each.foreign().isEmpty();
      pieces.add(piece(new Range(from, isLast ? textEnd(from, each) : each.start())));
      each.foreign().forEach(line -> pieces.add(piece(line)));
      wasNew |= each.begin() == Begin.NEW_FILE;
      from = ends.get(i);
    }
    pieces.add(piece(new Range(from, bytes.length)));
    byte[] left = joined(pieces);
    return new Edit(wasNew && left.length == 0 ? Outcome.REMOVED : Outcome.CHANGED, left);
  }

  /** Where the text before a block ended before we added newlines to it. */
  private int textEnd(int from, ProfileBlock block) {
    int end = block.start();
    for (int i = 0; i < block.begin().newlines() && end > from && bytes[end - 1] == '\n'; i++) {
      end--;
    }
    return end;
  }

  private static String block(Begin begin, ProfileLines lines) {
    return begin.line() + "\n" + String.join("\n", lines.wanted()) + "\n" + ProfileBlock.END + "\n";
  }

  private ByteBuffer piece(Range range) {
    return ByteBuffer.wrap(bytes, range.from(), range.to() - range.from());
  }

  private static ByteBuffer piece(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** In one array of the right size, since a file may fill a quarter of the memory. */
  private static byte[] joined(List<ByteBuffer> pieces) {
    ByteBuffer all = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(all::put);
    return all.array();
  }
}

package dev.voltad.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The disk of a machine that is switched off at one step. It never syncs: what was written is
 * there, and a hundred runs take seconds.
 */
final class CutDisk implements FeedDisk {
  /** No exception, so that nothing in the program takes it for one. */
  static final class Cut extends Error {
    private static final long serialVersionUID = 1;
  }

  private final FeedDisk disk = new FeedDisk.OnDisk();
  private final int last;
  private int steps;

  /**
   * @param last the step that is not done any more, from 1; of a write, half is done
   */
  CutDisk(int last) {
    this.last = last;
  }

  static CutDisk never() {
    return new CutDisk(Integer.MAX_VALUE);
  }

  private boolean isLast() {
    steps++;
    return steps == last;
  }

  private void step() {
    if (isLast()) {
      throw new Cut();
    }
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    step();
    disk.makeFolder(folder);
  }

  @Override
  public void write(Path file, Content content, boolean isSecret) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    content.writeTo(whole);
    if (!isLast()) {
      Files.write(file, whole.toByteArray());
      return;
    }
    Files.write(file, Arrays.copyOf(whole.toByteArray(), whole.size() / 2));
    throw new Cut();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    disk.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    disk.delete(file);
  }

  @Override
  public void sync(Path folder) throws IOException {
    step();
  }
}

package dev.voltad.daemon.update;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** A disk on which one step, counted from 1, is the last of this process, or fails. */
final class CutFileOps implements FileOps {
  private final FileOps real = new PosixFileOps();
  private final int step;
  private final boolean isKill;
  private int count;

  /**
   * @param isKill whether everything ends at that step; else it fails, and those after it do not
   */
  CutFileOps(int step, boolean isKill) {
    this.step = step;
    this.isKill = isKill;
  }

  /** The process is gone. */
  static final class Kill extends Error {
    private static final long serialVersionUID = 1L;
  }

  int count() {
    return count;
  }

  private void pass() throws IOException {
    count++;
    if (isKill && count >= step) {
      throw new Kill();
    }
    if (count == step) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    pass();
    real.createDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    pass();
    real.move(from, to);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    pass();
    real.replace(from, to);
  }

  @Override
  public void createLink(Path link, Path target) throws IOException {
    pass();
    real.createLink(link, target);
  }

  @Override
  public void hardLink(Path existing, Path second) throws IOException {
    pass();
    real.hardLink(existing, second);
  }

  @Override
  public void writeFile(Path file, byte[] content, Optional<Set<PosixFilePermission>> mode)
      throws IOException {
    pass();
    real.writeFile(file, content, mode);
  }

  @Override
  public void copyFile(Path from, Path to) throws IOException {
    pass();
    real.copyFile(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    pass();
    real.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    pass();
    real.deleteTree(directory);
  }

  @Override
  public void sync(Path path) throws IOException {
    pass();
  }

  @Override
  public void syncFilesystem(Path path) throws IOException {
    pass();
  }
}

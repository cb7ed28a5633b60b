package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * The only door through which a home is changed. One method is one step on disk that happens or
 * does not (but {@link #copyFile} and {@link #deleteTree}), so a test can fail or kill before and
 * after each. All paths are absolute. Links are never followed at the last component.
 */
public interface FileOps {

  /** Makes one folder; its parent must exist and it must not. */
  void createDirectory(Path directory) throws IOException;

  /** Renames within one filesystem; {@code to} must not exist. */
  void move(Path from, Path to) throws IOException;

  /** Renames within one filesystem, over whatever file or link {@code to} is. */
  void replace(Path from, Path to) throws IOException;

  /** Makes a symbolic link; {@code link} must not exist, {@code target} need not. */
  void createLink(Path link, Path target) throws IOException;

  /**
   * Gives a file, or a symbolic link itself, a second name; where that cannot be, a synced copy, or
   * another link with the same target.
   */
  void hardLink(Path existing, Path second) throws IOException;

  /**
   * Writes a new file. Not synced.
   *
   * @param mode its permissions; empty means as the umask says
   */
  void writeFile(Path file, byte[] content, Optional<Set<PosixFilePermission>> mode)
      throws IOException;

  /**
   * Copies a regular file, with its permissions and times, to a new one. Not synced. May stop
   * half-way.
   */
  void copyFile(Path from, Path to) throws IOException;

  /** Deletes a file, a link or an empty folder. */
  void delete(Path path) throws IOException;

  /** Deletes a folder and all below it, links not followed. May stop half-way. */
  void deleteTree(Path directory) throws IOException;

  /** Makes one file's content, or one folder's entries, durable. */
  void sync(Path path) throws IOException;

  /** Makes everything on the filesystem that holds {@code path} durable. */
  void syncFilesystem(Path path) throws IOException;
}

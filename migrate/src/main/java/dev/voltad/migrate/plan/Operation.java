package dev.voltad.migrate.plan;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One change to a home that can be journalled, done and undone. Paths are home-relative.
 *
 * <p>Each can be done twice with the result of once, and whether it was done is visible on disk
 * ({@code docs/layouts.md}, section 5), so a run that was killed is simply run again. Nothing is
 * ever deleted: what goes away is moved into the journal.
 */
public sealed interface Operation {

  /** The path it is about, for people. */
  Path subject();

  /** The path at which it leaves something; the empty path if it makes nothing. */
  default Path produced() {
    return subject();
  }

  /** Makes a folder. Undone by removing it, if it is empty. */
  record MakeDir(Path path) implements Operation {
    public MakeDir {
      requireInsideHome(path);
    }

    @Override
    public Path subject() {
      return path;
    }
  }

  /**
   * Renames {@code from} to {@code to}, which must not exist, on the same filesystem. Undone by
   * renaming it back. A {@code to} in the journal's {@code trash/} is how things are taken away.
   */
  record Move(Path from, Path to) implements Operation {
    public Move {
      requireInsideHome(from);
      requireInsideHome(to);
    }

    @Override
    public Path subject() {
      return from;
    }

    @Override
    public Path produced() {
      return to;
    }
  }

  /**
   * Makes {@code path} a symbolic link to {@code target}, by rename, so that there is no moment
   * without it. Undone by the link that was there, or by removing it.
   *
   * @param target as the link holds it, absolute or relative to the link's folder
   * @param previous the target of the link that is replaced; empty if nothing was there
   */
  record Link(Path path, Path target, Optional<Path> previous) implements Operation {
    public Link {
      requireInsideHome(path);
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(previous, "previous");
    }

    @Override
    public Path subject() {
      return path;
    }
  }

  /**
   * Gives a file new content, by rename; its permissions stay. Undone by the old file itself, which
   * is kept in the journal's {@code backup/}, or by removing it.
   *
   * @param text the content, UTF-8
   * @param replaces whether there is an old file
   */
  record PutFile(Path path, String text, boolean replaces) implements Operation {
    public PutFile {
      requireInsideHome(path);
      Objects.requireNonNull(text, "text");
    }

    @Override
    public Path subject() {
      return path;
    }
  }

  /** Makes everything before it durable, on every filesystem of the home. */
  record SyncHome() implements Operation {
    @Override
    public Path subject() {
      return Path.of("");
    }
  }

  /** Makes the entries of one folder durable. */
  record SyncDir(Path path) implements Operation {
    public SyncDir {
      requireInsideHome(path);
    }

    @Override
    public Path subject() {
      return path;
    }
  }

  private static void requireInsideHome(Path path) {
    if (path.isAbsolute() || path.normalize().startsWith("..")) {
      throw new IllegalArgumentException("must stay inside the home: " + path);
    }
  }
}

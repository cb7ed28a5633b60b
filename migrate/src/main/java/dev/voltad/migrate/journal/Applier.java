package dev.voltad.migrate.journal;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import dev.voltad.migrate.plan.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Does the operations of one plan, and undoes them.
 *
 * <p>Both may be called again after a crash at any instant: each operation looks on disk whether it
 * was done. That is possible because what a plan takes away goes to a place of its own in the
 * journal and stays there, so "is it there?" has one answer before and another after:
 *
 * <ul>
 *   <li>a move into the trash is done when the trash has it; any other move is done when its source
 *       is gone from its folder, and no later operation of a plan puts something there again;
 *   <li>a link is done when it has its target, a file when it has its content;
 *   <li>a replaced file can be put back while the journal's backup has it.
 * </ul>
 *
 * <p>Owned by the thread that holds the home's lock.
 */
final class Applier {
  private final Path home;
  private final Workspace workspace;
  private final FileOps ops;
  private final Set<Path> templates = new HashSet<>();

  /** What the plan writes, by path; two steps may write one file. */
  private final Map<Path, Set<String>> texts = new HashMap<>();

  Applier(Path home, Plan plan, FileOps ops) {
    this.home = home;
    this.workspace = plan.workspace();
    this.ops = ops;
    for (Operation operation : plan.operations()) {
      if (operation instanceof Operation.PutFile put) {
        texts.computeIfAbsent(put.path(), path -> new HashSet<>()).add(put.text());
      }
    }
  }

  /** Does one operation, if it is not done. On failure it is not done, or can be done again. */
  void apply(Operation operation) throws IOException {
    if (operation instanceof Operation.MakeDir make) {
      if (!Files.isDirectory(at(make.path()))) {
        ops.createDirectory(at(make.path()));
      }
    } else if (operation instanceof Operation.Move move) {
      if (!isDone(move)) {
        ops.move(at(move.from()), at(move.to()));
      }
    } else if (operation instanceof Operation.Link link) {
      Optional<Path> now = target(link.path());
      // Anything else that stands there came after the plan, and is not ours to replace.
      if (now.equals(link.previous()) && (now.isPresent() || !exists(link.path()))) {
        placeLink(link.path(), link.target());
      }
    } else if (operation instanceof Operation.PutFile put) {
      putFile(put);
    } else if (operation instanceof Operation.SyncHome) {
      syncHome();
    } else if (operation instanceof Operation.SyncDir sync) {
      ops.sync(at(sync.path()));
    } else {
      throw new AssertionError(operation);
    }
  }

  /**
   * Undoes one operation, if it was done. What others changed since stays; where both cannot be, it
   * is kept beside, under a name that ends in {@code .before-undo-} and the journal's id.
   */
  void revert(Operation operation) throws IOException {
    if (operation instanceof Operation.MakeDir make) {
      removeEmpty(make.path());
    } else if (operation instanceof Operation.Move move) {
      if (isDone(move) && exists(move.to())) {
        revertMove(move);
      }
    } else if (operation instanceof Operation.Link link) {
      if (target(link.path()).equals(Optional.of(link.target()))) {
        if (link.previous().isPresent()) {
          placeLink(link.path(), link.previous().get());
        } else {
          ops.delete(at(link.path()));
        }
      }
    } else if (operation instanceof Operation.PutFile put) {
      revertFile(put);
    } else if (operation instanceof Operation.SyncHome || operation instanceof Operation.SyncDir) {
      apply(operation); // what was undone so far becomes durable in the same places
    } else {
      throw new AssertionError(operation);
    }
  }

  /**
   * Whether undoing this would throw away what was put there since the plan was done.
   *
   * @param produced the paths at which the plan itself leaves something
   */
  boolean isChangedSince(Operation operation, Set<Path> produced) throws IOException {
    if (operation instanceof Operation.PutFile put) {
      return !hasContent(put);
    }
    if (operation instanceof Operation.Move move) {
      boolean isOccupied = exists(move.from()) && !produced.contains(move.from());
      return isOccupied || !exists(move.to());
    }
    return false;
  }

  void syncHome() throws IOException {
    for (Path volume : workspace.areas().keySet()) {
      ops.syncFilesystem(at(volume));
    }
  }

  /** A source in the trash is there only once the move before has put its folder there. */
  private boolean isDone(Operation.Move move) {
    if (workspace.contains(move.to())) {
      return exists(move.to());
    }
    return !exists(move.from()) && exists(move.from().getParent());
  }

  /**
   * A link is made once for each target, and all others are second names of it: thousands of shims
   * then cost no inode each, which is most of what they cost on ext4.
   */
  private void placeLink(Path path, Path target) throws IOException {
    Path template = at(workspace.template(path, target));
    if (templates.add(template) && !Files.exists(template, LinkOption.NOFOLLOW_LINKS)) {
      ops.createLink(template, target);
    }
    Path scratch = freshScratch(path);
    ops.hardLink(template, scratch);
    ops.replace(scratch, at(path));
  }

  private void putFile(Operation.PutFile put) throws IOException {
    if (hasContent(put) || isOthers(put)) {
      return;
    }
    Path file = at(put.path());
    Optional<Set<PosixFilePermission>> mode = Optional.empty();
    if (put.replaces() && Files.exists(file)) {
      mode = Optional.of(Files.getPosixFilePermissions(file));
      Path backup = at(workspace.backup(put.path()));
      if (!Files.exists(backup, LinkOption.NOFOLLOW_LINKS)) {
        ops.hardLink(file, backup);
      }
    }
    Path scratch = freshScratch(put.path());
    ops.writeFile(scratch, put.text().getBytes(StandardCharsets.UTF_8), mode);
    ops.replace(scratch, file);
  }

  private void revertFile(Operation.PutFile put) throws IOException {
    Path backup = at(workspace.backup(put.path()));
    boolean isOthers = isOthers(put);
    if (put.replaces()) {
      if (Files.exists(backup, LinkOption.NOFOLLOW_LINKS)) {
        if (isOthers) {
          ops.move(at(put.path()), aside(put.path()));
        }
        ops.replace(backup, at(put.path()));
      }
    } else if (exists(put.path()) && !isOthers) {
      ops.delete(at(put.path()));
    }
  }

  /** What is in the trash exists nowhere else: it must not go with the journal. */
  private void revertMove(Operation.Move move) throws IOException {
    if (!exists(move.from())) {
      ops.move(at(move.to()), at(move.from()));
    } else if (workspace.contains(move.to())) {
      ops.move(at(move.to()), aside(move.from()));
    }
  }

  private Path aside(Path path) {
    return at(path.resolveSibling(path.getFileName() + ".before-undo-" + workspace.id()));
  }

  /**
   * Whether somebody else has written the file since the plan was begun: it is neither what was
   * there before, which the backup tells, nor what the plan writes.
   */
  private boolean isOthers(Operation.PutFile put) throws IOException {
    Path file = at(put.path());
    Path backup = at(workspace.backup(put.path()));
    boolean hasBackup = Files.exists(backup, LinkOption.NOFOLLOW_LINKS);
    if (!exists(put.path()) || (put.replaces() && !hasBackup)) {
      return false;
    }
    boolean isAsBefore = hasBackup && Files.exists(file) && Files.isSameFile(file, backup);
    return !isAsBefore && !isPlans(put.path());
  }

  private boolean isPlans(Path path) throws IOException {
    for (String text : texts.get(path)) {
      if (hasContent(path, text)) {
        return true;
      }
    }
    return false;
  }

  private void removeEmpty(Path directory) throws IOException {
    if (Files.isDirectory(at(directory), LinkOption.NOFOLLOW_LINKS)) {
      try {
        ops.delete(at(directory));
      } catch (DirectoryNotEmptyException inUse) {
        // something was put there since; a folder more does no harm
      }
    }
  }

  private Path freshScratch(Path path) throws IOException {
    Path scratch = at(workspace.scratch(path));
    if (Files.exists(scratch, LinkOption.NOFOLLOW_LINKS)) {
      ops.delete(scratch); // a run that was killed left it
    }
    return scratch;
  }

  private boolean hasContent(Operation.PutFile put) throws IOException {
    return hasContent(put.path(), put.text());
  }

  private boolean hasContent(Path path, String text) throws IOException {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    Path file = at(path);
    return Files.isRegularFile(file)
        && PosixFileOps.read(file, wanted.length)
            .filter(content -> Arrays.equals(content, wanted))
            .isPresent();
  }

  private Optional<Path> target(Path path) throws IOException {
    Path link = at(path);
    return Files.isSymbolicLink(link)
        ? Optional.of(Files.readSymbolicLink(link))
        : Optional.empty();
  }

  private boolean exists(Path path) {
    return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
  }

  private Path at(Path path) {
    return home.resolve(path);
  }
}

package dev.voltad.migrate.install;

import dev.voltad.migrate.fs.FileOps;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The releases that a home holds: {@code self/slots/<name>/}, each a whole release tree that is
 * never changed once it is sealed, and {@code self/current}, the link to the one that is used.
 *
 * <p>What a kill or a power cut leaves: a folder in {@code self/staging/} or a slot without its
 * seal, which the next run removes; or a whole slot that nothing leads to yet. The pointer is
 * switched by one rename, to a sealed slot only, so it always leads to a whole release.
 *
 * <p>Owned by whoever holds {@code self/update.lock}.
 */
public final class Slots {
  /** How long a release stays after another took its place. */
  public static final Duration KEPT = Duration.ofDays(7);

  static final Path SLOTS = Path.of("self/slots");
  static final Path STAGING = Path.of("self/staging");
  static final Path POINTER = Path.of("self/current");
  private static final String SEAL = ".sealed";
  static final String RETIRED = ".retired";

  private final Path home;
  private final FileOps ops;

  public Slots(Path home, FileOps ops) {
    this.home = home;
    this.ops = ops;
  }

  /**
   * What is done with a slot that is not used yet; it may throw, and the slot is not sealed then.
   */
  @FunctionalInterface
  public interface Check {
    void on(Path slot) throws IOException;
  }

  /** Where a slot is, or would be. */
  public Path folder(String name) {
    return home.resolve(SLOTS).resolve(name);
  }

  /** The name of the slot that is used; empty if there is none that is whole. */
  public Optional<String> current() throws IOException {
    Path pointer = home.resolve(POINTER);
    if (!Files.isSymbolicLink(pointer)) {
      return Optional.empty();
    }
    String name = Files.readSymbolicLink(pointer).getFileName().toString();
    return isSealed(name) ? Optional.of(name) : Optional.empty();
  }

  /** Whether a release is there as a whole. */
  public boolean isSealed(String name) {
    return Files.isRegularFile(folder(name).resolve(SEAL));
  }

  /**
   * Copies a release tree into the home and seals it; nothing leads to it yet. One that is there
   * already is left as it is.
   *
   * @param tree the release tree, whole
   * @param name of the slot, for example {@code 0.1.0-0123456789ab}
   * @param verify looks at the copy before it has its name
   * @param complete makes what belongs to the place and not to the release
   * @throws IOException if it cannot be; nothing of it is left
   */
  public void place(Path tree, String name, Check verify, Check complete) throws IOException {
    place(name, copy -> copyTree(tree, copy), verify, complete);
  }

  /**
   * As {@link #place(Path, String, Check, Check)}, of a tree that comes from elsewhere.
   *
   * @param fill makes the folder that it is given, with the tree in it
   */
  public void place(String name, Check fill, Check verify, Check complete) throws IOException {
    if (isSealed(name)) {
      return;
    }
    remove(name);
    try {
      fillAndSeal(name, fill, verify, complete);
    } catch (IOException e) {
      try {
        remove(name); // half a release would keep a full disk full
      } catch (IOException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }

  private void fillAndSeal(String name, Check fill, Check verify, Check complete)
      throws IOException {
    Path staging = staging(name);
    makeFolders(staging.getParent());
    makeFolders(home.resolve(SLOTS));
    fill.on(staging);
    verify.on(staging);
    ops.syncFilesystem(staging);
    ops.move(staging, folder(name));
    complete.on(folder(name));
    ops.syncFilesystem(folder(name));
    ops.writeFile(folder(name).resolve(SEAL), new byte[0], Optional.empty());
    ops.sync(folder(name));
    ops.sync(home.resolve(SLOTS));
  }

  /**
   * Puts right what a disk or a hand has damaged in a sealed slot, one path after the other, each
   * by one rename, so that programs can be started from it meanwhile.
   *
   * @param tree the same release, whole
   * @param paths relative to both, folders before what is in them; what is no file and no link of
   *     the tree is removed from the slot
   * @throws IOException if one cannot be; those before it are right
   */
  public void repair(Path tree, String name, List<String> paths) throws IOException {
    Path fresh = staging(name);
    makeFolders(fresh.getParent());
    for (String path : paths) {
      Path good = tree.resolve(path);
      Path bad = folder(name).resolve(path);
      ops.deleteTree(fresh);
      boolean isLink = Files.isSymbolicLink(good);
      boolean isThere = isLink || Files.isRegularFile(good);
      if (!isThere || Files.isDirectory(bad, LinkOption.NOFOLLOW_LINKS)) {
        ops.deleteTree(bad); // also a file in the place of a folder, whose files come next
      }
      if (!isThere) {
        continue;
      }
      if (isLink) {
        ops.createLink(fresh, Files.readSymbolicLink(good));
      } else {
        ops.copyFile(good, fresh);
        ops.sync(fresh);
      }
      makeFolders(bad.getParent());
      ops.replace(fresh, bad);
      ops.sync(bad.getParent());
    }
  }

  /** What there is of a release that nothing leads to. */
  private void remove(String name) throws IOException {
    ops.deleteTree(staging(name));
    ops.deleteTree(folder(name));
  }

  private Path staging(String name) {
    return home.resolve(STAGING).resolve(name);
  }

  private void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolders(folder.getParent());
      ops.createDirectory(folder);
    }
  }

  private void copyTree(Path from, Path to) throws IOException {
    ops.createDirectory(to);
    List<Path> entries;
    try (Stream<Path> listed = Files.list(from)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      Path copy = to.resolve(entry.getFileName().toString());
      if (Files.isSymbolicLink(entry)) {
        ops.createLink(copy, Files.readSymbolicLink(entry));
      } else if (Files.isDirectory(entry)) {
        copyTree(entry, copy);
      } else if (!entry.toString().endsWith(".jsa") && !entry.endsWith(SEAL)) {
        ops.copyFile(entry, copy); // an archive holds for the place it was made in
      }
    }
  }

  /**
   * From now on this release is used; the one before stays for {@link #KEPT}.
   *
   * @param name of a sealed slot
   */
  public void use(String name) throws IOException {
    if (!isSealed(name)) {
      throw new IllegalArgumentException("not a whole release: " + name);
    }
    if (Files.exists(retired(name))) {
      ops.delete(retired(name)); // first: a kill after the switch would leave it
    }
    Optional<String> before = current();
    if (before.equals(Optional.of(name))) {
      return;
    }
    Path fresh = home.resolve("self/current.new");
    if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)) {
      ops.delete(fresh); // a run that was killed left it
    }
    ops.createLink(fresh, Path.of("slots").resolve(name));
    ops.replace(fresh, home.resolve(POINTER));
    ops.sync(home.resolve("self"));
    if (before.isPresent()) {
      retire(before.get());
    }
  }

  /**
   * Lets go of what was fetched and never used, or failed: it counts as replaced from now on, if it
   * does not already, and is had back by {@link #use}.
   *
   * @param needed the names of slots that are neither used nor to be let go of
   */
  public void retireAllBut(Set<String> needed) throws IOException {
    Optional<String> used = current();
    for (String name : names()) {
      if (!needed.contains(name) && !used.equals(Optional.of(name))) {
        retire(name);
      }
    }
  }

  private void retire(String name) throws IOException {
    if (!Files.exists(retired(name))) {
      ops.writeFile(retired(name), new byte[0], Optional.empty());
    }
  }

  private Path retired(String name) {
    return home.resolve(SLOTS).resolve(name + RETIRED);
  }

  /**
   * Removes releases that were replaced longer than {@link #KEPT} ago and that no process runs, and
   * what a run that was killed has left of others. Under {@code self/update.lock}: whoever makes a
   * slot holds that too.
   *
   * @return the names of the former
   */
  public List<String> removeOld(Instant now) throws IOException {
    List<String> removed = new ArrayList<>();
    for (String name : names()) {
      Path mark = retired(name);
      boolean isOld =
          Files.exists(mark)
              && Files.getLastModifiedTime(mark).toInstant().plus(KEPT).isBefore(now);
      if (isOld && !current().equals(Optional.of(name)) && !Running.below(folder(name))) {
        ops.delete(folder(name).resolve(SEAL)); // first: half of a release is none
        ops.deleteTree(folder(name));
        ops.delete(mark);
        removed.add(name);
      }
    }
    new Leftovers(home, ops).remove(this);
    return List.copyOf(removed);
  }

  /** All that are whole. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(home.resolve(SLOTS))) {
      try (DirectoryStream<Path> slots = Files.newDirectoryStream(home.resolve(SLOTS))) {
        for (Path slot : slots) {
          if (isSealed(slot.getFileName().toString())) {
            names.add(slot.getFileName().toString());
          }
        }
      }
    }
    names.sort(null);
    return List.copyOf(names);
  }
}

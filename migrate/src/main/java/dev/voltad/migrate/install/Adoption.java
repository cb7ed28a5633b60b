package dev.voltad.migrate.install;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.layout.HomeLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts our launcher in the place of the programs in {@code bin/}, keeps those that were there, and
 * gives them back.
 *
 * <p>Adopting: what is there and not ours gets a second name in {@code self/upstream/}, and the
 * targets of the links are written down in {@code self/adopted.json}; only then is anything
 * replaced, each program by one rename. So there is a program under every name at every instant,
 * the old one or ours, both of which work beside the other; a run that was killed is run again.
 * Shims are led to our program by the migration that follows.
 *
 * <p>Giving back is the same backwards: links, then programs, then what is ours goes; last of all
 * the record.
 *
 * <p>Owned by whoever holds the home's lock.
 */
public final class Adoption {
  private static final Path KEPT = Path.of("self/upstream");
  private static final String SHIM_PROGRAM = "volta-shim";

  /** In the order in which they become ours: shims work with either of the programs before. */
  private static final List<String> PROGRAMS =
      List.of("voltad", "volta-migrate", "volta", SHIM_PROGRAM);

  private final Path home;
  private final FileOps ops;

  public Adoption(Path home, FileOps ops) {
    this.home = home;
    this.ops = ops;
  }

  /** Whether what was in {@code bin/} before us is written down, and can be given back. */
  public boolean isRecorded() {
    return Files.exists(home.resolve(Adopted.FILE));
  }

  /** The programs of upstream's that are kept. */
  public List<String> kept() {
    return PROGRAMS.stream().filter(name -> exists(KEPT.resolve(name))).toList();
  }

  /**
   * Makes the programs in {@code bin/} ours. What is right already is not touched; upstream's
   * programs of another version, put there since, are kept in the place of the older ones.
   *
   * @param launcher our program for all of them, for example {@code self/current/bin/volta}
   */
  public void adopt(Path launcher) throws IOException {
    makeFolder(HomeLayout.BIN);
    makeFolder(HomeLayout.SELF);
    makeFolder(KEPT);
    for (String program : PROGRAMS) {
      keep(program);
    }
    writeDown();
    ops.syncFilesystem(home);
    for (String program : PROGRAMS) {
      Path file = bin(program);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.mismatch(launcher, file) >= 0) {
        Path fresh = fresh("program");
        ops.copyFile(launcher, fresh);
        ops.sync(fresh);
        ops.replace(fresh, file);
      }
    }
    ops.sync(home.resolve(HomeLayout.BIN));
  }

  private void keep(String program) throws IOException {
    Path file = bin(program);
    Path kept = home.resolve(KEPT).resolve(program);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Launcher.isAt(file)) {
      return;
    }
    if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS) && isSame(file, kept)) {
      return;
    }
    Path fresh = fresh("kept");
    ops.hardLink(file, fresh);
    ops.replace(fresh, kept);
  }

  /** rename(2) does nothing where both names are of one file, and would leave the other there. */
  private static boolean isSame(Path file, Path kept) throws IOException {
    return !Files.isSymbolicLink(file)
        && !Files.isSymbolicLink(kept)
        && Files.isSameFile(file, kept);
  }

  /** The links as they are; of one that is written down already, what is written down. */
  private void writeDown() throws IOException {
    Map<Path, Path> links = new TreeMap<>();
    for (Path link : links()) {
      Path target = Files.readSymbolicLink(link);
      if (!isOurs(target)) {
        links.put(link.getFileName(), target);
      }
    }
    Optional<Adopted> before = Adopted.of(home);
    before.ifPresent(adopted -> adopted.links().forEach(links::putIfAbsent));
    Adopted now = new Adopted(links);
    if (!before.equals(Optional.of(now))) {
      Path fresh = fresh("record");
      ops.writeFile(fresh, now.text(), Optional.empty());
      ops.sync(fresh);
      ops.replace(fresh, home.resolve(Adopted.FILE));
    }
  }

  private List<Path> links() throws IOException {
    List<Path> links = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(home.resolve(HomeLayout.BIN))) {
      for (Path entry : entries) {
        if (Files.isSymbolicLink(entry)
            && !HomeLayout.PROGRAMS.contains(entry.getFileName().toString())) {
          links.add(entry);
        }
      }
    }
    links.sort(null);
    return links;
  }

  /**
   * Gives {@code bin/} back: each link that leads to our program gets the target it had, or the
   * kept shim program where it is newer than the adoption; each program is the kept one again, or
   * goes if there was none. Done twice it is as done once.
   *
   * @throws IOException if something could not be changed; a run after it goes on
   */
  public void giveBack() throws IOException {
    Adopted adopted = Adopted.of(home).orElseThrow();
    Path shimProgram = bin(SHIM_PROGRAM);
    for (Path link : links()) {
      if (isOurs(Files.readSymbolicLink(link))) {
        Path target = adopted.links().getOrDefault(link.getFileName(), shimProgram);
        Path fresh = fresh("link");
        ops.createLink(fresh, target);
        ops.replace(fresh, link);
      }
    }
    for (String program : PROGRAMS) {
      giveBack(program);
    }
    ops.sync(home.resolve(HomeLayout.BIN));
    ops.syncFilesystem(home);
    ops.delete(home.resolve(Adopted.FILE));
    for (String program : kept()) {
      ops.delete(home.resolve(KEPT).resolve(program));
    }
    ops.sync(home.resolve(HomeLayout.SELF));
  }

  private void giveBack(String program) throws IOException {
    Path file = bin(program);
    boolean isOurs = Launcher.isAt(file);
    if (exists(KEPT.resolve(program))) {
      if (isOurs || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Path fresh = fresh("program");
        ops.hardLink(home.resolve(KEPT).resolve(program), fresh);
        ops.replace(fresh, file);
      }
    } else if (isOurs) {
      ops.delete(file);
    }
  }

  /** Whether a link leads to our shim program: through the pointer, or into a release tree. */
  private boolean isOurs(Path target) {
    Path whole = home.resolve(HomeLayout.BIN).resolve(target).normalize();
    return whole.startsWith(home.resolve(HomeLayout.SELF)) && whole.endsWith(SHIM_PROGRAM);
  }

  private void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(home.resolve(folder))) {
      ops.createDirectory(home.resolve(folder));
    }
  }

  private Path fresh(String purpose) throws IOException {
    Path fresh = home.resolve(HomeLayout.SELF).resolve(purpose + ".new");
    if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)) {
      ops.delete(fresh); // a run that was killed left it
    }
    return fresh;
  }

  private boolean exists(Path path) {
    return Files.exists(home.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  private Path bin(String program) {
    return home.resolve(HomeLayout.BIN).resolve(program);
  }
}

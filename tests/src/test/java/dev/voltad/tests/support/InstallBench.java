package dev.voltad.tests.support;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.install.Adoption;
import dev.voltad.migrate.install.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A home with upstream's programs and shims, and small release trees to install into it, as often
 * as a matrix needs them.
 */
public final class InstallBench {
  public static final String OLD = "0.1.0-000000000001";
  public static final String NEW = "0.2.0-000000000002";

  private static final List<String> UPSTREAM = List.of("volta", "volta-migrate", "volta-shim");
  private static final List<String> ALL = List.of("volta", "volta-migrate", "volta-shim", "voltad");

  private final Path folder;
  private final Map<String, Path> trees;
  private final TreeManifest before;
  private int count;
  private Path home;

  public InstallBench(Path folder) throws IOException {
    this.folder = folder;
    this.trees = Map.of(OLD, tree("old"), NEW, tree("new"));
    this.before = fresh().manifest();
  }

  private Path tree(String release) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree-" + release));
    program(tree.resolve("bin/volta"), "launcher " + release + " -Dvoltad.install=");
    program(tree.resolve("bin/volta-shim"), "shim " + release);
    program(tree.resolve("app/volta.jar"), "jar " + release);
    Files.writeString(tree.resolve("app/volta.jsa"), "made elsewhere");
    Files.createSymbolicLink(
        Files.createDirectory(tree.resolve("lib")).resolve("link"), Path.of("../app/volta.jar"));
    return tree;
  }

  private static void program(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Begins anew, with a home in which nothing of ours has ever been. */
  public InstallBench fresh() throws IOException {
    home = folder.resolve("home-" + count++);
    for (String name : UPSTREAM) {
      program(home.resolve("bin").resolve(name), "upstream " + name);
    }
    for (String shim : List.of("node", "npm", "cowsay")) {
      Files.createSymbolicLink(home.resolve("bin").resolve(shim), home.resolve("bin/volta-shim"));
    }
    Files.createSymbolicLink(home.resolve("bin/mine"), Path.of("/usr/bin/true"));
    return this;
  }

  public Path home() {
    return home;
  }

  /** All but what is ours, and with the name of the home left out of the links. */
  public TreeManifest manifest() {
    TreeManifest manifest = TreeManifest.ofHome(home);
    manifest.entries().replaceAll((path, what) -> what.replace(home.toString(), "HOME"));
    return manifest;
  }

  public TreeManifest before() {
    return before;
  }

  /** What an installer does, and then a migration: the links. */
  public void install(String name, FileOps ops) throws IOException {
    Slots slots = slots(ops);
    slots.place(trees.get(name), name, slot -> {}, slot -> {});
    slots.use(name);
    new Adoption(home, ops).adopt(slots.folder(name).resolve("bin/volta"));
    Path link = home.resolve("bin/node");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("../self/current/bin/volta-shim"));
  }

  /** The new release, installed, with damage of every kind. */
  public void installDamaged() throws IOException {
    install(NEW, FaultyFileOps.counting());
    Path slot = slots(FaultyFileOps.counting()).folder(NEW);
    Files.writeString(slot.resolve("bin/volta-shim"), "cut");
    Files.writeString(slot.resolve("bin/surplus"), "x");
    Trees.delete(slot.resolve("app"));
    Files.writeString(slot.resolve("app"), "a file where a folder was");
    Files.delete(slot.resolve("lib/link"));
    Files.createDirectory(slot.resolve("lib/link"));
  }

  public void repair(FileOps ops) throws IOException {
    List<String> damaged =
        List.of("app", "app/volta.jar", "bin/surplus", "bin/volta-shim", "lib/link");
    slots(ops).repair(trees.get(NEW), NEW, damaged);
  }

  /** The release that is used, without what belongs to its place. */
  public TreeManifest used() throws IOException {
    return TreeManifest.of(home.resolve("self/current").toRealPath(), Set.of(".sealed"));
  }

  public void giveBack(FileOps ops) throws IOException {
    Adoption adoption = new Adoption(home, ops);
    if (adoption.isRecorded()) {
      adoption.giveBack();
    }
  }

  private Slots slots(FileOps ops) {
    return new Slots(home, ops);
  }

  /** What an installer that could end itself has left of a copy. */
  public List<Path> leftOver() throws IOException {
    List<Path> left = new ArrayList<>();
    Path slots = home.resolve("self/slots");
    for (Path folder : List.of(home.resolve("self/staging"), slots)) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          entries
              .filter(entry -> Files.isDirectory(entry) && !Files.exists(entry.resolve(".sealed")))
              .forEach(left::add);
        }
      }
    }
    return left;
  }

  /** What must hold at every instant, whatever was going on; what does not. */
  public List<String> broken() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String name : ALL) {
      Path file = home.resolve("bin").resolve(name);
      boolean isThere = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      String text = isThere ? Files.readString(file) : "missing";
      boolean isOld = text.equals("upstream " + name);
      boolean isOurs = text.matches("launcher (old|new) -Dvoltad.install=");
      boolean isNone = name.equals("voltad") && !isThere;
      if (!isOld && !isOurs && !isNone) {
        broken.add(name + ": " + text);
      }
      if (isOurs && !Files.isExecutable(home.resolve("self/current/bin/volta"))) {
        broken.add(name + " is ours, and no release is there");
      }
    }
    for (String shim : List.of("node", "npm", "cowsay", "mine")) {
      if (!Files.isExecutable(home.resolve("bin").resolve(shim))) {
        broken.add(shim + " leads nowhere");
      }
    }
    Path pointer = home.resolve("self/current");
    if (Files.isSymbolicLink(pointer) && slots(null).current().isEmpty()) {
      broken.add("the pointer leads to half a release");
    }
    return broken;
  }
}

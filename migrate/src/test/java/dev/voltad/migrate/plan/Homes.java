package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Draws up snapshots in memory, one method per fact. */
public final class Homes {
  private static final Path HOME = Path.of("/home/dev/.volta");

  private final Map<Path, Entry> entries = new TreeMap<>();

  private Homes() {}

  /** A home in which nothing is. */
  public static Homes empty() {
    return new Homes();
  }

  /** A home with all folders of the current layout. */
  public static Homes withDirectories() {
    Homes home = new Homes();
    HomeLayout.DIRECTORIES.forEach(path -> home.directory(path.toString()));
    return home;
  }

  public Homes directory(String path) {
    for (Path p = HomePath.of(path); p != null; p = p.getParent()) {
      entries.putIfAbsent(p, Entry.Directory.PLAIN);
    }
    return this;
  }

  /** A folder on another filesystem. */
  public Homes mount(String path) {
    directory(path);
    entries.put(HomePath.of(path), new Entry.Directory(true, Optional.empty()));
    return this;
  }

  public Homes file(String path, String text) {
    Path file = HomePath.of(path);
    if (file.getParent() != null) {
      directory(file.getParent().toString());
    }
    entries.put(file, Entry.File.of(text));
    return this;
  }

  public Homes link(String path, String target) {
    return link(path, target, Entry.Leads.FILE);
  }

  public Homes link(String path, String target, Entry.Leads leads) {
    Path link = HomePath.of(path);
    if (link.getParent() != null) {
      directory(link.getParent().toString());
    }
    entries.put(link, new Entry.Link(Path.of(target), leads));
    return this;
  }

  /** A Node whose image lies one folder too deep, as up to V1. */
  public Homes nestedNode(String version, String npm) {
    file(HomeLayout.bundledNpm(version).toString(), npm);
    return file("tools/image/node/" + version + "/" + npm + "/bin/node", "");
  }

  public Homes node(String version, String npm) {
    file(HomeLayout.bundledNpm(version).toString(), npm);
    return file("tools/image/node/" + version + "/bin/node", "");
  }

  /** A package as up to V2, with one executable named like it. */
  public Homes legacyPackage(String name, String version) {
    String bin = PackageManifest.unscoped(name);
    String platform = "\"platform\":{\"node\":{\"runtime\":\"12.0.0\",\"npm\":null},\"yarn\":null}";
    file(
        "tools/user/packages/" + name + ".json",
        "{\"name\":\"%s\",\"version\":\"%s\",%s,\"bins\":[\"%s\"]}"
            .formatted(name, version, platform, bin));
    file(
        "tools/user/bins/" + bin + ".json",
        "{\"name\":\"%s\",\"package\":\"%s\",\"version\":\"%s\",\"path\":\"./cli.js\",%s}"
            .formatted(bin, name, version, platform));
    return file(
        "tools/image/packages/" + name + "/" + version + "/package.json",
        "{\"name\":\"%s\",\"version\":\"%s\",\"bin\":{\"%s\":\"./cli.js\"}}"
            .formatted(name, version, bin));
  }

  public HomeSnapshot snapshot() {
    return new HomeSnapshot(HOME, entries);
  }
}

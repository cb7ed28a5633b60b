package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way in which a home goes wrong while nobody looks, done to a home that was right: the sample
 * {@code v4-typical}, once looked at by the daemon.
 *
 * @param what in words
 * @param reported the path that must be among the findings; empty if the home must become right
 */
public record DriftCase(String what, Damage damage, String reported) {
  private static final Duration LONG_AGO = Duration.ofDays(2);

  /** Does the damage. */
  public interface Damage {
    void in(Path home) throws IOException;
  }

  /** All of them. */
  public static List<DriftCase> all() {
    return Stream.concat(thatAreRepaired().stream(), thatAreReported().stream()).toList();
  }

  /** Those after which the home must be what it was. */
  public static List<DriftCase> thatAreRepaired() {
    return Stream.of(ofLinksAndMarkers(), ofRecords(), ofFoldersAndImages())
        .flatMap(List::stream)
        .toList();
  }

  private static List<DriftCase> ofLinksAndMarkers() {
    return List.of(
        repaired("a default shim is missing", home -> Files.delete(home.resolve("bin/node"))),
        repaired("a recorded shim is missing", home -> Files.delete(home.resolve("bin/cowsay"))),
        repaired("all shims are missing", DriftCase::deleteShims),
        repaired("a shim dangles", home -> link(home, "bin/npm", "/gone/bin/volta-shim")),
        repaired(
            "a shim leads to a former install",
            home -> link(home, "bin/npx", "/usr/local/volta/volta-shim")),
        repaired("a shim of v0", home -> link(home, "bin/yarn", home.resolve("shim").toString())),
        repaired("the marker is missing", home -> Files.delete(home.resolve("layout.v4"))),
        repaired("the marker is a dangling link", DriftCase::linkMarker),
        repaired(
            "an older marker is there too", home -> Files.createFile(home.resolve("layout.v3"))));
  }

  private static List<DriftCase> ofFoldersAndImages() {
    return List.of(
        repaired("a folder of the layout is missing", DriftCase::deleteEmptyFolders),
        repaired("npm's version of a Node is not recorded", DriftCase::deleteNpmRecord),
        repaired("a Node image is stranded in tmp", DriftCase::strandImage),
        repaired("an unpacked download is left in tmp", DriftCase::leaveFolder),
        repaired("a download is left in tmp", DriftCase::leaveFile),
        repaired("a package's staging folder is left in tmp", DriftCase::leaveStaging));
  }

  private static List<DriftCase> ofRecords() {
    return List.of(
        repaired("platform.json is cut off", home -> cut(home, "platform.json", 20)),
        repaired("platform.json is all zeros", home -> write(home, "platform.json", zeros(80))),
        repaired("platform.json ends in zeros", DriftCase::endPlatformInZeros),
        repaired("a package's record is cut off", home -> cut(home, "packages/cowsay.json", 40)),
        repaired("a package's record is empty", home -> cut(home, "packages/nodemon.json", 0)),
        repaired(
            "a scoped package's record is cut off",
            home -> cut(home, "packages/@babel/parser.json", 1)),
        repaired("an executable's record is cut off", home -> cut(home, "bins/semver.json", 30)),
        repaired(
            "an executable's record is zeros", home -> write(home, "bins/parser.json", zeros(9))),
        repaired("copies lost too: from its package", DriftCase::cutExecutableWithoutCopy));
  }

  /** Those that nobody but a person can judge: left as they are, and said. */
  public static List<DriftCase> thatAreReported() {
    return List.of(
        reported(
            "platform.json cut off, no copy",
            DriftCase::cutPlatformWithoutCopy,
            "tools/user/platform.json"),
        reported(
            "platform.json mistyped",
            home -> write(home, "platform.json", "{\"node\": oops}"),
            "tools/user/platform.json"),
        reported(
            "a package's record of another form",
            home -> write(home, "packages/cowsay.json", "{\"name\": 5}"),
            "tools/user/packages/cowsay.json"),
        reported("a file in the place of a shim", DriftCase::putFileInPlaceOfNpm, "bin/npm"),
        reported(
            "a link of the user's in the place of a shim",
            home -> link(home, "bin/npx", "/usr/bin/true"),
            "bin/npx"),
        reported(
            "a Node without its program",
            home -> Files.delete(home.resolve("tools/image/node/16.20.2/bin/node")),
            "tools/image/node/16.20.2"),
        reported(
            "a folder that is no version",
            home -> Files.createDirectory(home.resolve("tools/image/node/backup-of-18")),
            "tools/image/node/backup-of-18"),
        reported(
            "a package without its image",
            home -> Trees.delete(home.resolve("tools/image/packages/mkdirp")),
            "tools/user/packages/mkdirp.json"));
  }

  private static DriftCase repaired(String what, Damage damage) {
    return new DriftCase(what, damage, "");
  }

  private static DriftCase reported(String what, Damage damage, String path) {
    return new DriftCase(what, damage, path);
  }

  private static void deleteShims(Path home) throws IOException {
    try (Stream<Path> links = Files.list(home.resolve("bin"))) {
      for (Path link : links.filter(path -> leadsToShim(path)).toList()) {
        Files.delete(link);
      }
    }
  }

  private static boolean leadsToShim(Path path) {
    try {
      return Files.isSymbolicLink(path)
          && Files.readSymbolicLink(path).endsWith("volta-shim")
          && !path.endsWith("volta-shim");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void link(Path home, String path, String target) throws IOException {
    Files.delete(home.resolve(path));
    Files.createSymbolicLink(home.resolve(path), Path.of(target));
  }

  private static void linkMarker(Path home) throws IOException {
    link(home, "layout.v4", "nowhere");
  }

  private static void cut(Path home, String record, int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(home.resolve("tools/user").resolve(record));
    write(home, record, new String(whole, 0, bytes, StandardCharsets.UTF_8));
  }

  /** As a new file, and a while ago: nobody is at it any more. */
  private static void write(Path home, String record, String text) throws IOException {
    Path file = home.resolve("tools/user").resolve(record);
    Files.delete(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private static String zeros(int count) {
    return "\0".repeat(count);
  }

  private static void endPlatformInZeros(Path home) throws IOException {
    String whole = Files.readString(home.resolve("tools/user/platform.json"));
    write(home, "platform.json", whole.substring(0, 30) + zeros(whole.length() - 30));
  }

  private static void cutExecutableWithoutCopy(Path home) throws IOException {
    cut(home, "bins/cowthink.json", 10);
    Files.delete(home.resolve("self/records.json"));
  }

  private static void cutPlatformWithoutCopy(Path home) throws IOException {
    cut(home, "platform.json", 20);
    Files.delete(home.resolve("self/records.json"));
  }

  private static void putFileInPlaceOfNpm(Path home) throws IOException {
    Files.delete(home.resolve("bin/npm"));
    Files.writeString(home.resolve("bin/npm"), "mine");
  }

  private static void deleteEmptyFolders(Path home) throws IOException {
    Files.delete(home.resolve("log"));
    Files.delete(home.resolve("cache/node"));
    Files.delete(home.resolve("cache"));
  }

  private static void deleteNpmRecord(Path home) throws IOException {
    Files.delete(home.resolve("tools/inventory/node/node-v18.20.4-npm"));
  }

  private static void strandImage(Path home) throws IOException {
    Path folder = Files.createDirectory(home.resolve("tmp/.tmpQ1w2e3"));
    Files.move(home.resolve("tools/image/node/18.20.4"), folder.resolve("18.20.4"));
    age(folder);
  }

  private static void leaveFolder(Path home) throws IOException {
    Path folder = Files.createDirectories(home.resolve("tmp/.tmpA1b2c3/node-v22.0.0-linux-x64"));
    Files.writeString(folder.resolve("LICENSE"), "half of it");
    age(folder.getParent());
  }

  private static void leaveFile(Path home) throws IOException {
    age(Files.writeString(home.resolve("tmp/.tmpZ9y8x7"), "half of an archive"));
  }

  private static void leaveStaging(Path home) throws IOException {
    Path folder = home.resolve("tmp/image/packages/.tmpD4e5f6");
    Files.writeString(Files.createDirectories(folder.resolve("lib")).resolve("x"), "x");
    age(folder);
  }

  /** Lets time pass for what is in {@code tmp/}. */
  public static void letTimePass(Path home) throws IOException {
    age(home.resolve("tmp"));
  }

  private static void age(Path top) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(LONG_AGO));
    try (Stream<Path> tree = Files.walk(top)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        if (!Files.isSymbolicLink(path)) {
          Files.setLastModifiedTime(path, then);
        }
      }
    }
  }

  @Override
  public String toString() {
    return what;
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeEntry;
import dev.voltad.protocol.release.TreeFault;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.PrivateMounts;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The release tree: complete, as its manifest says, and enough for its programs. */
@ExtendWith(NothingLeft.class)
@Timeout(240)
class ReleaseTreeIT {
  private static final long MAX_BYTES = 60L << 20;
  private static final Path MODULES = Path.of("../release/src/main/build/modules.txt");

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private final ReleaseTree release = new ReleaseTree(tree.top());

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void tree_ofThisBuild_isWhatItsManifestSays() throws IOException {
    assertEquals(List.of(), release.verify(release.manifest()));
    assertEquals(Optional.empty(), release.owner());
    String slot = release.slotName();
    assertTrue(slot.matches("[0-9.]+-[0-9a-f]{12}"), slot);
  }

  @Test
  void tree_byteChanged_isFound() throws IOException {
    Path copy = dir.resolve("copy");
    Program.of("cp", "-a", tree.top().toString(), copy.toString()).run().assertExit(0);
    Path jvm = copy.resolve("runtime/lib/server/libjvm.so");
    byte[] bytes = Files.readAllBytes(jvm);
    bytes[bytes.length / 2] ^= 1;
    Files.write(jvm, bytes);

    List<TreeFault> faults = new ReleaseTree(copy).verify(release.manifest());

    assertEquals(
        List.of(new TreeFault(TreeFault.Kind.CHANGED, "runtime/lib/server/libjvm.so")), faults);
  }

  @Test
  void tree_size_isWithinItsBudget() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (TreeEntry file : release.manifest().files()) {
      sizes.merge(file.path().split("/")[0], file.size().orElse(0L), Long::sum);
    }
    sizes.forEach((name, bytes) -> System.out.printf("%-14s %,12d bytes%n", name, bytes));
    long all = sizes.values().stream().mapToLong(Long::longValue).sum();

    System.out.printf("%-14s %,12d bytes, may be %,d%n", "all", all, MAX_BYTES);

    assertTrue(all <= MAX_BYTES, () -> "the tree has " + all + " bytes");
  }

  @Test
  void modules_ofRuntime_areThoseThatTheJarsNeed() throws IOException {
    Set<String> needed = new TreeSet<>();
    Map<String, Set<String>> leftOut = new TreeMap<>();
    for (String line : Files.readAllLines(MODULES)) {
      String[] words = line.split(" ");
      if (words[0].equals("needed")) {
        needed.add(words[1]);
      } else if (words[0].equals("left-out")) {
        leftOut.put(words[1], Set.of(words));
      }
    }

    Set<String> found = new TreeSet<>();
    for (String line : jdeps()) {
      String[] arrow = line.split(" -> ");
      String from = arrow[0].replaceAll("(-[0-9].*)?\\.jar$", "");
      if (arrow[1].matches("(java|jdk)\\..*")
          && !leftOut.getOrDefault(arrow[1], Set.of()).contains(from)) {
        found.add(arrow[1]);
      }
    }

    assertEquals(needed, found);
  }

  private List<String> jdeps() throws IOException {
    return Program.of(System.getProperty("java.home") + "/bin/jdeps")
        .and("--multi-release", "17", "--ignore-missing-deps", "-summary")
        .and(jars().stream().map(Path::toString).toArray(String[]::new))
        .run()
        .assertExit(0)
        .out()
        .lines()
        .toList();
  }

  /** Neither a Java of the machine nor options for another one reach the programs. */
  @Test
  void programs_hostileSurroundings_runOnTheirOwnJvm() throws IOException {
    SampleHome sample = SampleHome.unpack("v1-typical", dir);

    hostile(tree.migrate(sample, "--plan")).run().assertExit(0);
    assertQuiet(hostile(tree.migrate(sample)).run().assertExit(0));
    assertQuiet(hostile(tree.migrate(sample, "--status")).run().assertExit(0));
    try (RunningDaemon daemon = RunningDaemon.start(hostile(tree.daemon(sample)), sample)) {
      daemon.untilCurrent();
      assertTrue(maps(daemon).contains(tree.top() + "/runtime/lib/server/libjvm.so"));
      assertTrue(maps(daemon).contains(tree.top() + "/app/voltad.jsa"), () -> "no archive");
      assertTrue(maps(daemon).contains(tree.top() + "/runtime/lib/server/classes.jsa"));
      assertQuiet(hostile(tree.volta(sample, "why", "--json")).run().assertExit(0));
      assertQuiet(hostile(tree.volta(sample, "daemon", "status", "--json")).run().assertExit(0));
      hostile(tree.volta(sample, "doctor", "--json")).run().assertNoTrace().assertExit(0);
      hostile(tree.volta(sample, "history")).run().assertNoTrace().assertExit(0);
    }
    assertQuiet(hostile(tree.volta(sample, "completions", "bash")).run().assertExit(0));
    assertQuiet(hostile(tree.migrate(sample, "--undo", "--quiet")).run().assertExit(0));
  }

  private static Program hostile(Program program) {
    return program
        .with("PATH", "/nowhere")
        .with("JAVA_HOME", "/nowhere")
        .with("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption")
        .with("_JAVA_OPTIONS", "-XX:+UseG1GC")
        .with("JDK_JAVA_OPTIONS", "-javaagent:/nowhere.jar");
  }

  private static void assertQuiet(Outcome outcome) {
    assertFalse(outcome.err().contains("Picked up"), outcome::toString);
    outcome.assertNoTrace();
  }

  private static String maps(RunningDaemon daemon) throws IOException {
    return Files.readString(Path.of("/proc/" + daemon.pid() + "/maps"));
  }

  /**
   * With the options of the launcher; {@code -Xshare:on} ends a JVM that cannot use its archive.
   */
  @ParameterizedTest
  @ValueSource(strings = {"volta", "volta-migrate", "voltad"})
  void archive_ofProgram_isUsed(String program) throws IOException {
    Path app = tree.top().resolve("app");
    Path log = dir.resolve("classes.log");

    Program.of(
            tree.top().resolve("runtime/bin/java").toString(), "@" + app.resolve(program) + ".args")
        .and("-Xshare:on", "-XX:SharedArchiveFile=" + app.resolve(program) + ".jsa")
        .and("-Xlog:class+load:file=" + log, "-jar", app.resolve(program) + ".jar", "--help")
        .with("VOLTA_HOME", dir.toString())
        .run();

    List<String> classes = Files.readAllLines(log);
    long ours = classes.stream().filter(line -> line.contains(" dev.voltad.")).count();
    long shared =
        classes.stream()
            .filter(line -> line.contains(" dev.voltad."))
            .filter(line -> line.contains("shared objects file (top)"))
            .count();
    assertTrue(ours > 0 && shared * 2 > ours, () -> shared + " of " + ours + " are shared");
  }

  @Test
  void tree_copiedElsewhere_makesItsArchivesThere() throws IOException {
    Path copy = dir.resolve("copy");
    Program.of("cp", "-a", tree.top().toString(), copy.toString()).run().assertExit(0);
    Path script = copy.resolve("libexec/make-archives");

    Program.of(script.toString(), "--remove").run().assertExit(0);
    assertFalse(Files.exists(copy.resolve("app/volta.jsa")), "it is removed");
    Program.of(script.toString()).run().assertExit(0);

    assertTrue(Files.size(copy.resolve("app/volta.jsa")) > 0);
    assertEquals(List.of(), new ReleaseTree(copy).verify(release.manifest()));
    SampleHome sample = SampleHome.unpack("v4-typical", dir);
    Program there = tree.environment(Program.of(copy.resolve("bin/voltad").toString()), sample);
    try (RunningDaemon daemon = RunningDaemon.start(there, sample).untilCurrent()) {
      assertTrue(maps(daemon).contains(copy.toRealPath() + "/app/voltad.jsa"), maps(daemon));
    }
  }

  /** Needs root, for the mounts that hide every Java. */
  @Test
  void machine_withoutAnyJava_migratesAndRunsTools() throws IOException {
    SampleHome sample = SampleHome.unpack("v1-typical", dir);
    String hide =
        "mount -t tmpfs none /usr/lib/jvm; mount -t tmpfs none /etc/alternatives;"
            + " for each in java javac jlink; do"
            + " [ ! -e /usr/bin/$each ] || mount --bind /dev/null /usr/bin/$each; done";
    try (PrivateMounts mounts = PrivateMounts.of(hide)) {
      mounts.in(Program.of("sh", "-c", "java -version")).run().assertExit(127);

      mounts.in(tree.migrate(sample)).run().assertExit(0);
      mounts.in(tree.tool(sample, "node", "--version")).run().assertExit(0).assertSays("v");
      mounts.in(tree.volta(sample, "daemon", "start")).run().assertExit(0);
      mounts.in(tree.volta(sample, "daemon", "status")).run().assertExit(0).assertSays("current");
      mounts.in(tree.volta(sample, "daemon", "stop")).run().assertExit(0);
    }
  }

  @Test
  void jars_ofApp_haveAComponentAndALicence() throws IOException {
    JsonNode bill = new JsonMapper().readTree(tree.top().resolve("sbom.json").toFile());
    Map<String, String> hashes = new TreeMap<>();
    for (JsonNode component : bill.path("components")) {
      String hash = "";
      for (JsonNode each : component.path("hashes")) {
        hash =
            each.path("alg").asString().equals("SHA-256") ? each.path("content").asString() : hash;
      }
      hashes.put(component.path("name").asString(), hash);
    }
    Map<String, String> files = new TreeMap<>();
    for (TreeEntry file : release.manifest().files()) {
      files.put(file.path(), file.sha256().orElse(""));
    }

    for (Path jar : jars()) {
      String name = artifact(jar);
      assertTrue(hashes.containsKey(name), () -> "no component for " + jar);
      if (!name.equals("jna")) { // it is there without its libraries for other systems
        assertEquals(
            hashes.get(name), files.get("app/" + jar.toRealPath().getFileName()), jar::toString);
      }
      assertTrue(hasLicence(name), () -> "no licence for " + jar);
    }
    assertTrue(hashes.keySet().containsAll(Set.of("openjdk", "musl")), hashes::toString);
    assertTrue(Files.exists(tree.top().resolve("licenses/openjdk/java.base/LICENSE")));
    assertFalse(bill.has("serialNumber") || bill.path("metadata").has("timestamp"));
  }

  private boolean hasLicence(String artifact) throws IOException {
    String family = artifact.startsWith("netty-") ? "netty" : artifact;
    Path folder =
        tree.top().resolve("licenses").resolve(artifact.startsWith("voltad") ? "voltad" : family);
    return Files.exists(folder.resolve("LICENSE")) || Files.exists(folder.resolve("LICENSE.txt"));
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(tree.top().resolve("app"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** The artifact of a jar: {@code jackson-core} of {@code jackson-core-3.2.4.jar}. */
  private static String artifact(Path jar) {
    String name = jar.getFileName().toString().replaceAll("(-[0-9].*)?\\.jar$", "");
    return switch (name) {
      case "volta" -> "voltad-cli";
      case "voltad" -> "voltad-daemon";
      case "volta-migrate" -> "voltad-migrate";
      case "feed" -> "voltad-feed";
      default -> name;
    };
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeManifest;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RealTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An independent implementation of The Update Framework, tuf-js as npm brings it, against ours: it
 * reads what our publisher makes, and our client reads what it makes. Over the loopback interface
 * or a folder.
 */
@ExtendWith(NothingLeft.class)
@Timeout(120)
class TufJsIT {
  private static final String NODE = "22.23.3";
  private static final String NPM = "10.9.9";
  private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();

  @TempDir Path dir;
  private ProductTree tree;
  private Path node;
  private Path modules;

  @BeforeEach
  void open() throws IOException {
    tree = ProductTree.open();
    node = RealTools.nodeIn(dir.resolve("node"), NODE);
    modules = RealTools.modulesIn(dir.resolve("npm"), NPM);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private Program script(String name, Object... arguments) {
    Program program =
        Program.of(node.toString(), SCRIPTS.resolve(name).toString(), modules.toString()).in(dir);
    for (Object argument : arguments) {
      program = program.and(argument.toString());
    }
    return program;
  }

  private Outcome libexec(String name, String... arguments) {
    return Program.of(tree.top().resolve("libexec").resolve(name).toString())
        .and(arguments)
        .in(dir)
        .run();
  }

  /** A release of one file. */
  private Path release(String version) throws IOException {
    Path release = Files.createDirectories(dir.resolve(version));
    Files.writeString(release.resolve("tool"), "a tool of " + version);
    TreeManifest manifest = new ReleaseTree(release).scan(version, "linux-x64");
    Files.write(release.resolve(TreeManifest.FILE), manifest.text());
    return release;
  }

  @Test
  void ourFeed_tufJs_readsAllOfIt() throws IOException {
    libexec("feed", "init", "feed", "--keys", "keys", "--nightly").assertExit(0);
    libexec("feed", "add", "feed", release("1.0.0").toString(), "--channel", "stable")
        .assertExit(0);
    libexec("feed", "add", "feed", release("1.1.0-n").toString(), "--channel", "nightly")
        .assertExit(0);
    libexec("feed", "renew", "feed", "--role", "root").assertExit(0);
    libexec("feed", "sign", "feed", "--keys", "keys").assertExit(0).assertSays("root 2");
    List<String> names =
        List.of(
            "channels/stable.json",
            "releases/1.0.0/linux-x64.json",
            "channels/nightly.json",
            "nightly/1.1.0-n/linux-x64.json");

    Program read = script("tuf-read.js", dir.resolve("feed"), dir.resolve("got"));
    read.and(names.toArray(String[]::new)).run().assertExit(0);

    for (String name : names) {
      int slash = name.lastIndexOf('/');
      Path folder = dir.resolve("feed/targets").resolve(name.substring(0, slash));
      try (Stream<Path> files = Files.list(folder)) {
        Path published =
            files
                .filter(f -> f.toString().endsWith("." + name.substring(slash + 1)))
                .findFirst()
                .get();
        Path got = dir.resolve("got/targets").resolve(name.replace("/", "%2F"));
        assertArrayEquals(Files.readAllBytes(published), Files.readAllBytes(got), name);
      }
    }
    byte[] manifest =
        Files.readAllBytes(dir.resolve("got/targets/releases%2F1.0.0%2Flinux-x64.json"));
    assertEquals("1.0.0", TreeManifest.parse(manifest).version());
  }

  @Test
  void ourFeed_touched_tufJsRefuses() throws IOException {
    libexec("feed", "init", "feed", "--keys", "keys").assertExit(0);
    Path targets = dir.resolve("feed/metadata/1.targets.json");
    Files.writeString(targets, Files.readString(targets).replace("\"version\":1", "\"version\":2"));
    script("tuf-read.js", dir.resolve("feed"), dir.resolve("got")).run().assertExit(1);
  }

  @Test
  void feedOfTufJs_ourClient_readsAllOfIt() throws IOException {
    script("tuf-make.js", dir.resolve("made")).run().assertExit(0);
    Files.createDirectories(dir.resolve("got"));
    String url = dir.resolve("made").toUri().toString();
    libexec("tuf-client", "--metadata-dir", "trust", "init", "made/metadata/1.root.json")
        .assertExit(0);
    String[] download = {
      "--metadata-dir",
      "trust",
      "--metadata-url",
      url + "metadata/",
      "--target-base-url",
      url + "targets/",
      "--target-dir",
      "got",
      "--target-name",
      "channels/stable.json",
      "--target-name",
      "nightly/1.0.0/linux-x64.json",
      "download"
    };
    libexec("tuf-client", download).assertExit(0);

    assertEquals(
        "of the night, ünïcode \"quoted\"",
        Files.readString(dir.resolve("got/nightly%2F1.0.0%2Flinux-x64.json")));
    assertArrayEquals(
        Files.readAllBytes(dir.resolve("made/metadata/2.root.json")),
        Files.readAllBytes(dir.resolve("trust/root.json")));

    Path targets = dir.resolve("made/metadata/2.targets.json");
    Files.writeString(targets, Files.readString(targets).replace("stable", "stabel"));
    libexec("tuf-client", download).assertExit(0); // what is trusted already is not fetched again
    Files.delete(dir.resolve("trust/targets.json"));
    libexec("tuf-client", download).assertExit(1);
  }
}

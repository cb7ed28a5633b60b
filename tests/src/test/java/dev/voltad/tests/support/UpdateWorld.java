package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/**
 * A home with a release of this product installed in it, and a feed that it follows, published with
 * the product's own program.
 *
 * @param sample the home
 * @param feed the folder of the feed
 * @param keys the folder of its keys
 */
public record UpdateWorld(ProductTree tree, SampleHome sample, Path feed, Path keys) {

  /** Makes one below a folder: nothing is installed and nothing published yet. */
  public static UpdateWorld create(ProductTree tree, Path dir) throws IOException {
    SampleHome sample = new SampleHome("updated", dir.resolve("user"));
    UpdateWorld world = new UpdateWorld(tree, sample, dir.resolve("feed"), dir.resolve("keys"));
    Path home = sample.home();
    script(home.resolve("tools/image/node/20.0.0/bin/node"), "echo v20.0.0");
    Files.createDirectories(home.resolve("tools/user"));
    Files.writeString(
        home.resolve("tools/user/platform.json"),
        "{\"node\":{\"runtime\":\"20.0.0\",\"npm\":null},\"pnpm\":null,\"yarn\":null}");
    Files.createFile(home.resolve("layout.v4"));
    world.publisher("init", world.feed.toString(), "--keys", world.keys.toString());
    return world;
  }

  /** A program that is a shell script. */
  public static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Installs a release tree as a user does; no daemon is started. */
  public UpdateWorld install(Path release) {
    program(release.resolve("bin/volta"))
        .and("self", "install", "--no-daemon")
        .within(Duration.ofMinutes(3))
        .run()
        .assertExit(0);
    return this;
  }

  /** Offers a release tree to all who follow the stable channel. */
  public UpdateWorld publish(Path release, String reads, String writes) {
    String to = feed.toString();
    publisher(
        "add",
        to,
        release.toString(),
        "--channel",
        "stable",
        "--layout-reads",
        reads,
        "--layout-writes",
        writes);
    publisher("sign", to, "--keys", keys.toString());
    return this;
  }

  /** The publisher's own program. */
  public void publisher(String... arguments) {
    Program.of(tree.top().resolve("libexec/feed").toString())
        .and(arguments)
        .within(Duration.ofMinutes(2))
        .run()
        .assertExit(0);
  }

  /** Lets the home follow the feed; a release has to prove itself for so long. */
  public UpdateWorld trust(String mirror, int trialSeconds) throws IOException {
    trusting(sample.home().resolve("bin/volta"), mirror)
        .and("--trial", Integer.toString(trialSeconds))
        .run()
        .assertExit(0);
    return this;
  }

  /** The command that lets the home follow the feed at an address. */
  public Program trusting(Path volta, String mirror) throws IOException {
    Path root = feed.resolve("metadata/1.root.json");
    return program(volta)
        .and("self", "trust", root.toString(), "--sha256", sha256(root), "--mirror", mirror);
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The home's own {@code volta}. */
  public Program volta(String... arguments) {
    return program(sample.home().resolve("bin/volta")).and(arguments);
  }

  /** The home's own daemon. */
  public Program daemon() {
    return program(sample.home().resolve("bin/voltad"));
  }

  /** The daemon that serves the home; the one before stands by during a trial. */
  public long servingPid() {
    String status = volta("daemon", "status", "--json").run().assertExit(0).out();
    return new JsonMapper().readTree(status).path("daemon").path("pid").asLong();
  }

  /** A tool, through the shim. */
  public Program node() {
    return program(sample.home().resolve("bin/node")).and("--version");
  }

  /** Any program, with the environment of the home. */
  public Program program(Path file) {
    return tree.environment(Program.of(file.toString()), sample)
        .with("no_proxy", "127.0.0.1")
        .with("JAVA_HOME", System.getProperty("java.home"))
        .in(sample.user())
        .within(Duration.ofMinutes(3));
  }

  /** The name of the slot that is used. */
  public String current() throws IOException {
    return Files.readSymbolicLink(sample.home().resolve("self/current")).getFileName().toString();
  }

  /** Whether there is a file or link in the home. */
  public boolean has(String path) {
    return Files.exists(sample.home().resolve(path));
  }
}

package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Real releases of Node, npm, yarn and packages as {@code ./dev} fetched them from npm's registry,
 * put into a home as upstream puts them.
 */
public final class RealTools {
  private static final Path FETCHED =
      Path.of(System.getProperty("voltad.tree", "../target/tree")).resolveSibling("real-tools");

  private final Path image;
  private final Path records;

  public RealTools(SampleHome sample) {
    this.image = sample.home().resolve("tools/image");
    this.records = sample.home().resolve("tools/inventory/node");
  }

  /** The archive of a package, for example {@code acorn} {@code 8.19.0}. */
  public static Path archive(String name, String version) {
    Path archive = FETCHED.resolve(name + "-" + version + ".tgz");
    if (!Files.exists(archive)) {
      throw new AssertionError("there is no " + archive + ": run ./dev setup");
    }
    return archive;
  }

  /** A Node with the npm that belongs to it. */
  public RealTools node(String version, String npm) throws IOException {
    Path node = image.resolve("node").resolve(version);
    unpack(archive("node", version), node, "package/bin/node");
    Path modules = node.resolve("lib/node_modules/npm");
    unpack(archive("npm", npm), modules);
    for (String program : new String[] {"npm", "npx"}) {
      Path script = Path.of("../lib/node_modules/npm/bin", program + "-cli.js");
      executable(modules.resolve("bin").resolve(script.getFileName()));
      Files.createSymbolicLink(node.resolve("bin").resolve(program), script);
    }
    Files.createDirectories(records);
    Files.writeString(records.resolve("node-v" + version + "-npm"), npm);
    return this;
  }

  /** A Node alone, in a folder of its own; where its program is. */
  public static Path nodeIn(Path folder, String version) throws IOException {
    unpack(archive("node", version), folder, "package/bin/node");
    return folder.resolve("bin/node");
  }

  /** The modules that an npm brings for itself, tuf-js among them; where they are. */
  public static Path modulesIn(Path folder, String npm) throws IOException {
    unpack(archive("npm", npm), folder, "package/node_modules");
    return folder.resolve("node_modules");
  }

  /** An npm of its own, with upstream's launchers: scripts that run the node of PATH. */
  public RealTools npm(String version) throws IOException {
    Path npm = image.resolve("npm").resolve(version);
    unpack(archive("npm", version), npm);
    for (String program : new String[] {"npm", "npx"}) {
      Path launcher = npm.resolve("bin").resolve(program);
      Files.writeString(
          launcher, "#!/bin/sh\nexec node \"$(dirname \"$0\")/" + program + "-cli.js\" \"$@\"\n");
      executable(launcher);
    }
    return this;
  }

  public RealTools yarn(String version) throws IOException {
    Path yarn = image.resolve("yarn").resolve(version);
    unpack(archive("yarn", version), yarn);
    executable(yarn.resolve("bin/yarn"));
    return this;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Unpacks an archive, or some of its entries, without its first folder. */
  private static void unpack(Path archive, Path folder, String... entries) throws IOException {
    Files.createDirectories(folder);
    Program.of("tar", "-xzf", archive.toString(), "-C", folder.toString(), "--strip-components=1")
        .and(entries)
        .run()
        .assertExit(0);
  }

  /** A copy of an archive in another folder, for programs that want it near. */
  public static Path copy(String name, String version, Path folder) throws IOException {
    Path archive = archive(name, version);
    Path copy = folder.resolve(archive.getFileName());
    return Files.copy(archive, copy, StandardCopyOption.REPLACE_EXISTING);
  }
}

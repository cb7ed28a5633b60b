package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs of the release tree, as a user would run them: with a small environment, and without
 * a network, since every proxy leads nowhere.
 *
 * @param bin the folder of the programs
 * @param runtime a short private folder, for sockets
 */
public record ProductTree(Path bin, Path runtime) implements AutoCloseable {
  private static final String NOWHERE = "http://127.0.0.1:9";

  /** The tree of this build: system property {@code voltad.tree}. */
  public static ProductTree open() {
    Path bin = Path.of(System.getProperty("voltad.tree", "../target/tree"), "bin");
    try {
      Path real = bin.toRealPath();
      return new ProductTree(real, Files.createTempDirectory(Path.of("/tmp"), "vt").toRealPath());
    } catch (IOException e) {
      throw new AssertionError("there is no release tree at " + bin + ": ./dev build", e);
    }
  }

  /** The whole tree. */
  public Path top() {
    return bin.getParent();
  }

  /** The same programs in another folder and without their JVM. To be closed with this tree. */
  public ProductTree withoutJvm(Path folder) throws IOException {
    Path top = Files.createDirectories(folder.resolve("tree-without-jvm")).toRealPath();
    Program.of("cp", "-r", bin.toString(), top.toString()).run().assertExit(0);
    Files.createSymbolicLink(top.resolve("app"), bin.resolveSibling("app"));
    return new ProductTree(top.resolve("bin"), runtime);
  }

  /**
   * As a user of whom nobody knows a folder: neither the environment nor the system. Needs root.
   */
  public static Program homeless(Program program) {
    String hide =
        "for each in /etc/passwd /etc/nsswitch.conf; do"
            + " [ ! -e $each ] || mount --bind /dev/null $each; done;"
            + " exec \"$@\"";
    return program
        .without("HOME")
        .without("VOLTA_HOME")
        .under("unshare", "--mount", "--propagation", "private", "sh", "-ec", hide, "homeless");
  }

  /** What every shim should lead to. */
  public Path shim() {
    return bin.resolve("volta-shim");
  }

  public Program migrate(SampleHome sample, String... arguments) {
    return program("volta-migrate", sample).and(arguments);
  }

  public Program daemon(SampleHome sample) {
    return program("voltad", sample);
  }

  public Program volta(SampleHome sample, String... arguments) {
    return program("volta", sample).and(arguments);
  }

  /** A tool through the shim in the home. */
  public Program tool(SampleHome sample, String name, String... arguments) {
    return environment(Program.of(sample.home().resolve("bin").resolve(name).toString()), sample)
        .and(arguments)
        .in(sample.user());
  }

  /** Any program, in the environment that ours run in. */
  public Program environment(Program program, SampleHome sample) {
    Program set = program;
    for (String proxy : new String[] {"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"}) {
      set = set.with(proxy, NOWHERE);
    }
    return set.with("HOME", sample.user().toString())
        .with("VOLTA_HOME", sample.home().toString())
        .with("XDG_RUNTIME_DIR", runtime.toString());
  }

  private Program program(String name, SampleHome sample) {
    return environment(Program.of(bin.resolve(name).toString()), sample).in(sample.user());
  }

  @Override
  public void close() {
    Trees.delete(runtime);
  }
}

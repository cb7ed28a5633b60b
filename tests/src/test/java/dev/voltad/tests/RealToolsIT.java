package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RealTools;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Node 20 and 22, npm, yarn and packages through the shims, outside a project and in one. The
 * home is one of layout v3, as the first shim finds it. Nothing here uses a network.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RealToolsIT {
  private static final String NODE_20 = "20.20.2";
  private static final String NODE_22 = "22.23.3";
  private static final String NPM_OF_20 = "10.8.2";
  private static final String NPM_OF_22 = "10.9.9";
  private static final String YARN = "1.22.22";
  private static final String SEMVER = "7.8.6";
  private static final String ACORN = "8.19.0";

  private static ProductTree tree;
  private static SampleHome sample;
  private static Path project;

  @BeforeAll
  static void makeHome(@TempDir Path dir) throws IOException {
    tree = ProductTree.open();
    sample = new SampleHome("real", dir.toRealPath());
    Path home = sample.home();
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String tool : new String[] {"node", "npm", "npx", "yarn", "semver"}) {
      Files.createSymbolicLink(bin.resolve(tool), tree.shim());
    }
    new RealTools(sample)
        .node(NODE_20, NPM_OF_20)
        .node(NODE_22, NPM_OF_22)
        .npm(NPM_OF_22)
        .yarn(YARN);
    write(
        "tools/user/platform.json",
        "{\"node\":{\"runtime\":\"%s\",\"npm\":null},\"pnpm\":null,\"yarn\":\"%s\"}",
        NODE_20,
        YARN);
    write("layout.v3", "");
    project = Files.createDirectories(sample.user().resolve("project/src"));
    Files.writeString(
        project.resolveSibling("package.json"),
        """
        {"name":"real","version":"1.0.0","private":true,
         "scripts":{"try":"node --version && acorn --silent ok.js && echo parsed"},
         "volta":{"node":"%s","npm":"%s"}}
        """
            .formatted(NODE_22, NPM_OF_22));
    Files.writeString(project.resolveSibling("ok.js"), "const ok = true\n");
    installSemver();
    quiet(tool("npm", "install", RealTools.copy("acorn", ACORN, dir).toString()), project)
        .run()
        .assertExit(0);
  }

  private static void write(String path, String text, Object... values) throws IOException {
    Path file = sample.home().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.formatted(values));
  }

  /** As upstream installs a package: npm's global install into the package's own image. */
  private static void installSemver() throws IOException {
    Path image = Files.createDirectories(sample.home().resolve("tools/image/packages/semver"));
    String archive = RealTools.copy("semver", SEMVER, sample.user()).toString();
    quiet(tool("npm", "install", "--global", archive), sample.user())
        .with("VOLTA_UNSAFE_GLOBAL", "1")
        .with("npm_config_prefix", image.toString())
        .run()
        .assertExit(0);
    write(
        "tools/user/bins/semver.json",
        "{\"name\":\"semver\",\"package\":\"semver\",\"version\":\"%s\",\"platform\":{\"node\":\"%s\","
            + "\"npm\":null,\"pnpm\":null,\"yarn\":null},\"manager\":\"Npm\"}",
        SEMVER,
        NODE_20);
    Path shared = Files.createDirectories(sample.home().resolve("tools/shared"));
    Files.createSymbolicLink(shared.resolve("semver"), image.resolve("lib/node_modules/semver"));
  }

  @AfterAll
  static void close() {
    tree.close();
  }

  /** A tool on a PATH that has the shims first and no other Node. */
  private static Program tool(String name, String... arguments) {
    return tree.tool(sample, name, arguments)
        .with("PATH", sample.home().resolve("bin") + ":" + system());
  }

  private static Path system() {
    try {
      Path system = Files.createDirectories(sample.user().resolve("system"));
      for (String program : new String[] {"sh", "dirname", "env", "uname", "sed", "readlink"}) {
        if (!Files.exists(system.resolve(program))) {
          Files.createSymbolicLink(system.resolve(program), Path.of("/usr/bin", program));
        }
      }
      return system;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Program quiet(Program npm, Path folder) {
    return npm.and("--offline", "--no-audit", "--no-fund", "--no-update-notifier").in(folder);
  }

  private static void assertPrints(String expected, Program program) {
    assertEquals(expected, program.run().assertExit(0).out().strip());
  }

  @Test
  void firstShim_homeOfV3_hasMigrated() {
    assertTrue(Files.exists(sample.home().resolve("layout.v4")));
  }

  @Test
  void tools_outsideAProject_areTheDefaultOnes() {
    assertPrints("v" + NODE_20, tool("node", "--version"));
    assertPrints(NPM_OF_20, tool("npm", "--version"));
    assertPrints(NPM_OF_20, tool("npx", "--version"));
    assertPrints(YARN, tool("yarn", "--version"));
  }

  @Test
  void tools_inAProject_areItsOwn() {
    assertPrints("v" + NODE_22, tool("node", "--version").in(project));
    assertPrints(NPM_OF_22, tool("npm", "--version").in(project));
    assertPrints(NPM_OF_22, tool("npx", "--version").in(project));
    assertPrints(YARN, tool("yarn", "--version").in(project));
  }

  @Test
  void node_thatStartsNode_startsTheSame() {
    String nested =
        "const run = require('child_process').execFileSync;"
            + "console.log(process.version, run('node', ['--version']) + '',"
            + " run('npm', ['--version']) + '')";

    Outcome outcome = tool("node", "-e", nested).in(project).run().assertExit(0);

    assertEquals(
        "v" + NODE_22 + " v" + NODE_22 + " " + NPM_OF_22,
        outcome.out().replaceAll("\\s+", " ").strip());
  }

  @Test
  void scripts_ofNpmAndYarn_useTheProjectsTools() {
    String parsed = "v" + NODE_22 + "\nparsed";

    assertPrints(parsed, tool("npm", "run", "--silent", "try").in(project));
    assertPrints(parsed, tool("yarn", "--silent", "run", "try").in(project));
    assertPrints("", tool("npx", "--no", "--", "acorn", "--silent", "../ok.js").in(project));
  }

  @Test
  void package_ofTheUser_runsOnItsOwnNode() throws IOException {
    Path show = sample.user().resolve("show.js");
    Files.writeString(show, "console.error(process.version, process.env.NODE_PATH)\n");
    String shared = sample.home().resolve("tools/shared") + ":";

    for (Path folder : new Path[] {sample.user(), project}) {
      Outcome outcome =
          tool("semver", "1.2.3", "3.0.0", "--range", ">2")
              .with("NODE_OPTIONS", "--require=" + show)
              .in(folder)
              .run()
              .assertExit(0);

      assertEquals("3.0.0\n", outcome.out());
      assertEquals("v" + NODE_20 + " " + shared + "\n", outcome.err());
    }
  }

  @Test
  void package_thatTheProjectDependsOn_isTheProjects() throws IOException {
    Path other = Files.createDirectories(sample.user().resolve("other"));
    Files.writeString(other.resolve("package.json"), "{\"volta\":{\"node\":\"" + NODE_22 + "\"}}");
    String archive = sample.user().resolve("semver-" + SEMVER + ".tgz").toString();
    quiet(tool("npm", "install", archive), other).run().assertExit(0);
    Path show = other.resolve("show.js");
    Files.writeString(show, "console.error(process.version, process.argv[1])\n");

    Outcome outcome =
        tool("semver", "1.2.3").with("NODE_OPTIONS", "--require=" + show).in(other).run();

    assertEquals("1.2.3\n", outcome.assertExit(0).out());
    String script = other.resolve("node_modules/.bin/semver").toString();
    assertEquals("v" + NODE_22 + " " + script + "\n", outcome.err());
  }

  @Test
  void node_endsSomehow_theShimEndsTheSame() {
    tool("node", "-e", "process.exit(7)").run().assertExit(7);
    tool("node", "-e", "process.kill(process.pid, 'SIGTERM')").run().assertExit(128 + 15);
    tool("node", "-e", "throw new Error('mine')").run().assertExit(1);
    tool("npm", "run", "no-such-script").in(project).run().assertExit(1);
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes with things in them that should not be there, or not like that. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadInputIT {
  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;

  @BeforeEach
  void unpack(@TempDir Path dir) {
    sample = SampleHome.unpack("v1-typical", dir);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/user/platform.json",
        "tools/user/packages/cowsay.json",
        "tools/user/packages/@npmcli/installed-package-contents.json",
        "tools/user/bins/cowsay.json"
      })
  void migrate_jsonFileEmptyOrCutOff_isKeptAndReported(String path) throws IOException {
    byte[] whole = Files.readAllBytes(at(path));
    boolean mayBeEmpty = path.endsWith("platform.json"); // no default: Volta wrote that itself
    for (int length : new int[] {mayBeEmpty ? 2 : 0, 1, whole.length / 2, whole.length - 1}) {
      Files.write(at(path), Arrays.copyOf(whole, length));

      Outcome outcome = migrateAndUndo();

      outcome.assertSays(path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/user/platform.json",
        "tools/user/packages/cowsay.json",
        "tools/user/bins/cowsay.json",
        "tools/inventory/node/node-v12.22.12-npm",
        "tools/image/packages/cowsay/1.4.0/package.json",
        "tools/image/node/12.18.4/6.14.6/bin/node",
        "bin/node"
      })
  void migrate_folderWhereFileShouldBe_isKeptAndBlocksNothing(String path) throws IOException {
    Files.delete(at(path));
    Files.createDirectory(at(path));
    Files.writeString(at(path).resolve("inside"), "something");

    migrateAndUndo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/user/packages", "tools/user/bins", "tools/image", "tmp", "bin"})
  void migrate_fileWhereFolderShouldBe_refusesOrKeepsIt(String path) throws IOException {
    Trees.delete(at(path));
    Files.writeString(at(path), "no folder");

    migrateAndUndoOrRefuse(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/user/platform.json",
        "tools/user/packages/cowsay.json",
        "tools/user/packages/ghost.json",
        "tools/user/bins/ghost.json",
        "tools/image/node/9.9.9",
        "tools/image/packages/ghost",
        "tmp/ghost",
        "bin/ghost",
        "ghost"
      })
  void migrate_danglingLink_isKeptAndBlocksNothing(String path) throws IOException {
    Files.deleteIfExists(at(path));
    Files.createSymbolicLink(at(path), Path.of("/nowhere/at/all"));

    migrateAndUndo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "tools/user", "tools/image", "tools/inventory", "tmp"})
  void migrate_danglingLinkForFolder_refusesOrKeepsIt(String path) throws IOException {
    Trees.delete(at(path));
    Files.createSymbolicLink(at(path), Path.of("/nowhere/at/all"));

    migrateAndUndoOrRefuse(path);
  }

  @ParameterizedTest
  @CsvSource({
    "a.b.c",
    "'with space'",
    "'line\\nbreak'",
    "'\\303\\274n\\303\\257'",
    "'\\377\\376'",
    "'\\033[31m'",
    "'%:25'",
    "'.hidden'",
    "'-n'",
    "'quote\"'",
    "'back\\\\slash'"
  })
  void migrate_oddNames_areKeptByteForByte(String name) throws IOException {
    String script =
        "n=$(printf '%b_' '"
            + name.replace("'", "")
            + "'); n=${n%_}; for d in . bin tools/image/node tools/image/packages tools/user/bins"
            + " tools/user/packages tools/image/yarn tmp; do"
            + " mkdir -p \"$d/d$n\"; echo x >\"$d/d$n/$n\"; echo '{}' >\"$d/$n.json\";"
            + " ln -s volta-shim \"$d/l$n\"; done;"
            + " mkdir -p \"tools/image/packages/p$n/1.0.0\";"
            + " ln -s \"$PWD/bin/volta-shim\" \"bin/s$n\"";
    Program.of("bash", "-ec", script).in(sample.home()).run().assertExit(0);

    Outcome outcome = migrateAndUndo();

    boolean isOneLineEach =
        outcome
            .err()
            .lines()
            .allMatch(
                line ->
                    line.startsWith("volta-migrate: ")
                        || line.startsWith("Updating ")
                        || line.matches("\\d+ of \\d+ changes are done[.]")); // where it takes long
    assertTrue(isOneLineEach, outcome::toString);
    assertFalse(outcome.err().contains("\033"), "a control sequence reached the terminal");
  }

  @Test
  void migrate_symlinkedHome_keepsTheLink() throws IOException {
    Path real = sample.user().resolve("real");
    TreeManifest before = TreeManifest.ofHome(sample.home());
    Files.move(sample.home(), real);
    Files.createSymbolicLink(sample.home(), real);

    tree.migrate(sample).run().assertExit(0);

    assertTrue(Files.isSymbolicLink(sample.home()));
    assertTrue(Files.exists(real.resolve("layout.v4")));
    assertEquals("v12.22.12\n", tree.tool(sample, "node", "--version").run().out());
    tree.migrate(sample, "--undo").run().assertExit(0);
    before.assertSame(TreeManifest.ofHome(real), "undone");
  }

  @ParameterizedTest
  @CsvSource({"layout.v2", "layout.v3", "layout.v0"})
  void migrate_secondMarker_leavesOne(String marker) throws IOException {
    Files.createFile(at(marker));
    TreeManifest before = TreeManifest.ofHome(sample.home());

    tree.migrate(sample).run().assertExit(0).assertNoTrace();

    assertTrue(Files.exists(at("layout.v4")));
    assertFalse(Files.exists(at("layout.v1")));
    tree.migrate(sample, "--undo").run().assertExit(0);
    before.assertSame(TreeManifest.ofHome(sample.home()), "undone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"layout.v5", "layout.v12", "layout.v99999999999999999999"})
  void migrate_newerMarker_refusesAndTouchesNothing(String marker) throws IOException {
    Files.createFile(at(marker));
    TreeManifest before = TreeManifest.ofHome(sample.home());

    Outcome outcome = tree.migrate(sample).run();

    outcome.assertProblem(21, "layout-too-new").assertSays(marker);
    before.assertSame(TreeManifest.ofHome(sample.home()), "refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"layout.v4", "layout.v1", "layout.v7"})
  void migrate_markerIsFolder_hasClearOutcome(String marker) throws IOException {
    Files.deleteIfExists(at(marker));
    Files.createDirectory(at(marker));

    migrateAndUndoOrRefuse(marker);
  }

  @Test
  void migrate_imageWithoutNpm_nodeStaysUsable() throws IOException {
    Trees.delete(at("tools/image/node/12.22.12/6.14.16/lib/node_modules/npm"));
    Files.delete(at("tools/inventory/node/node-v12.22.12-npm"));

    tree.migrate(sample).run().assertExit(0).assertNoTrace();

    assertEquals("v12.22.12\n", tree.tool(sample, "node", "--version").run().out());
  }

  @Test
  void migrate_imageWithoutNode_isReportedAndBlocksNothing() throws IOException {
    Trees.delete(at("tools/image/node/12.18.4/6.14.6/bin"));

    migrateAndUndo().assertSays("tools/image/node/12.18.4");
  }

  @Test
  void migrate_packageWithoutManifest_convertsByItsConfig() throws IOException {
    Files.delete(at("tools/image/packages/cowsay/1.4.0/package.json"));

    migrateAndUndo();

    tree.migrate(sample).run().assertExit(0);
    Program cowsay = Program.of(at("tools/image/packages/cowsay/bin/cowsay").toString(), "hi");
    cowsay.run().assertExit(0).assertSays("cowsay@1.4.0 cowsay: hi");
  }

  @Test
  void migrate_packageWithoutAnything_isReportedAndBlocksNothing() throws IOException {
    Trees.delete(at("tools/image/packages/cowsay/1.4.0"));
    Files.createDirectory(at("tools/image/packages/cowsay/1.4.0"));

    migrateAndUndo().assertSays("cowsay");
  }

  @Test
  void migrate_tenThousandShims_allLeadToTheProgram() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      Files.createSymbolicLink(at("bin/tool-" + i), at("bin/volta-shim"));
    }
    TreeManifest before = TreeManifest.ofHome(sample.home());

    Outcome outcome = tree.migrate(sample).run().assertExit(0);

    System.out.printf("10,000 shims: %d ms%n", outcome.took().toMillis());
    assertTrue(outcome.took().compareTo(Duration.ofSeconds(20)) < 0, outcome::toString);
    for (int i = 0; i < 10_000; i++) {
      assertEquals(tree.shim(), Files.readSymbolicLink(at("bin/tool-" + i)));
    }
    tree.migrate(sample, "--undo").run().assertExit(0);
    before.assertSame(TreeManifest.ofHome(sample.home()), "undone");
  }

  @Test
  void migrate_noHome_makesOneUnlessForbidden() throws IOException {
    Trees.delete(sample.home());

    tree.migrate(sample, "--no-create").run().assertExit(0);
    assertFalse(Files.exists(sample.home()));
    tree.migrate(sample).run().assertExit(0).assertNoTrace();

    assertTrue(Files.exists(at("layout.v4")));
    assertEquals(tree.shim(), Files.readSymbolicLink(at("bin/node")));
  }

  @Test
  void migrate_homeIsFile_refuses() throws IOException {
    Trees.delete(sample.home());
    Files.writeString(sample.home(), "mine");

    Outcome outcome = tree.migrate(sample).run();

    outcome.assertProblem(7, "filesystem").assertSays(sample.home().toString());
    assertEquals("mine", Files.readString(sample.home()));
  }

  @Test
  void undo_fileChangedSince_refusesAndTouchesNothing() throws IOException {
    tree.migrate(sample).run().assertExit(0);
    Files.writeString(at("tools/user/packages/cowsay.json"), "{\"changed\":true}");
    TreeManifest changed = TreeManifest.ofHome(sample.home());

    Outcome outcome = tree.migrate(sample, "--undo").run();

    outcome.assertProblem(23, "refused-by-policy").assertSays("cowsay.json");
    changed.assertSame(TreeManifest.ofHome(sample.home()), "refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"self", "self/journal"})
  void migrate_fileWhereOurFolderMustBe_refusesAndNamesIt(String path) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.writeString(at(path), "mine");

    Outcome outcome = tree.migrate(sample).run();

    outcome.assertProblem(7, "filesystem").assertSays(at(path) + ": File exists");
    assertEquals("mine", Files.readString(at(path)));
    assertTrue(Files.exists(at("layout.v1")));
  }

  @Test
  void plan_outputOnAFullDisk_isNoticed() {
    Outcome outcome =
        tree.migrate(sample, "--plan").under("sh", "-c", "exec \"$0\" \"$@\" >/dev/full").run();

    outcome.assertProblem(7, "filesystem").assertSays("standard output takes no more");
  }

  /** The home becomes current although something is odd in it, and can be put back. */
  private Outcome migrateAndUndo() {
    TreeManifest before = TreeManifest.ofHome(sample.home());
    Outcome outcome = tree.migrate(sample).run().assertExit(0).assertNoTrace();
    assertTrue(Files.exists(at("layout.v4")), outcome::toString);
    TreeManifest after = TreeManifest.ofHome(sample.home());
    tree.migrate(sample).run().assertExit(0);
    after.assertSame(TreeManifest.ofHome(sample.home()), "second run");
    tree.migrate(sample, "--undo").run().assertExit(0).assertNoTrace();
    before.assertSame(TreeManifest.ofHome(sample.home()), "undone");
    return outcome;
  }

  private void migrateAndUndoOrRefuse(String path) {
    TreeManifest before = TreeManifest.ofHome(sample.home());
    Outcome outcome = tree.migrate(sample).run().assertNoTrace();
    if (outcome.exit() == 0) {
      tree.migrate(sample, "--undo").run().assertExit(0).assertNoTrace();
    } else {
      assertTrue(outcome.exit() == 7 || outcome.exit() == 21, outcome::toString);
      outcome.assertSays(path).assertSays("\n  next: ");
    }
    System.out.printf("bad %s: exit %d%n", path, outcome.exit());
    before.assertSame(TreeManifest.ofHome(sample.home()), "ended with " + outcome.exit());
  }

  private Path at(String path) {
    return sample.home().resolve(path);
  }
}

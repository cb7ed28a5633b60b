package dev.voltad.migrate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Operation.Link;
import dev.voltad.migrate.plan.Operation.Move;
import dev.voltad.migrate.plan.Operation.PutFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static final Path SHIM = Path.of("../self/current/bin/volta-shim");
  private static final Path MARKER = Path.of("layout.v4");

  private final Planner planner = new Planner(SHIM);

  private Plan plan(Homes home, LayoutVersion from) throws RefusedException {
    return planner.plan(home.snapshot(), new Detection(Optional.of(from), "test"), "j");
  }

  private static HomeSnapshot after(Homes home, Plan plan) {
    return home.snapshot().after(plan.operations());
  }

  private static void assertPlanningAgainGivesNothing(Homes home, Plan plan) throws Exception {
    Detection current = new Detection(Optional.of(LayoutVersion.V4), "test");
    assertEquals(List.of(), new Planner(SHIM).plan(after(home, plan), current, "k").operations());
  }

  @Test
  void plan_emptyHome_makesFoldersShimsAndMarkerLast() throws Exception {
    Plan plan =
        planner.plan(Homes.empty().snapshot(), new Detection(Optional.empty(), "test"), "j");

    HomeSnapshot after = after(Homes.empty(), plan);
    assertTrue(after.isDirectory(Path.of("tools/image/pnpm")));
    assertEquals(Optional.of(new Entry.Link(SHIM, Entry.Leads.FILE)), after.at(Path.of("bin/npx")));
    int last = plan.operations().size() - 1;
    assertEquals(new Operation.SyncHome(), plan.operations().get(last - 2));
    assertEquals(new PutFile(MARKER, "", false), plan.operations().get(last - 1));
    assertEquals(new Operation.SyncDir(Path.of("")), plan.operations().get(last));
  }

  @Test
  void plan_currentHome_isEmpty() throws Exception {
    Homes home = Homes.withDirectories().file("layout.v4", "");
    for (String name : List.of("node", "npm", "npx", "pnpm", "yarn", "yarnpkg")) {
      home.link("bin/" + name, SHIM.toString());
    }

    assertEquals(List.of(), plan(home, LayoutVersion.V4).operations());
  }

  @Test
  void plan_v0_movesItsProgramOnlyAfterTheShimsLeadElsewhere() throws Exception {
    Homes home = Homes.withDirectories().file("load.sh", "").file("shim", "");
    home.link("bin/node", "/home/dev/.volta/shim");

    List<Operation> operations = plan(home, LayoutVersion.V0).operations();

    int relinked =
        operations.indexOf(
            new Link(Path.of("bin/node"), SHIM, Optional.of(Path.of("/home/dev/.volta/shim"))));
    int gone = indexOfMove(operations, "shim");
    assertTrue(0 <= relinked && relinked < gone, relinked + " then " + gone);
    assertTrue(indexOfMove(operations, "load.sh") >= 0);
  }

  private static int indexOfMove(List<Operation> operations, String from) {
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof Move move && move.from().equals(Path.of(from))) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void plan_v1_liftsImagesAndClearsTheBundledNpm() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v1", "")
            .nestedNode("12.18.4", "6.14.6")
            .file(
                "tools/user/platform.json",
                "{\"node\":{\"runtime\":\"12.18.4\",\"npm\":\"6.14.6\"}}");

    Plan plan = plan(home, LayoutVersion.V1);

    HomeSnapshot after = after(home, plan);
    assertTrue(after.has(Path.of("tools/image/node/12.18.4/bin/node")));
    assertFalse(after.has(Path.of("tools/image/node/12.18.4/6.14.6")));
    assertTrue(after.text(Path.of("tools/user/platform.json")).orElseThrow().contains("null"));
    assertFalse(after.has(Path.of("layout.v1")));
    assertPlanningAgainGivesNothing(home, plan);
  }

  @Test
  void plan_nodeWithoutRecordOfItsNpm_infersItFromTheImage() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v1", "")
            .file("tools/image/node/12.0.0/6.9.0/bin/node", "")
            .file(
                "tools/image/node/12.0.0/6.9.0/lib/node_modules/npm/package.json",
                "{\"name\":\"npm\",\"version\":\"6.9.0\"}");

    HomeSnapshot after = after(home, plan(home, LayoutVersion.V1));

    assertEquals(
        Optional.of("6.9.0"), after.text(Path.of("tools/inventory/node/node-v12.0.0-npm")));
  }

  @Test
  void plan_strandedImage_isBroughtBackOverAnEmptyFolder() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v1", "")
            .directory("tools/image/node/12.0.0")
            .file("tmp/.tmpX/12.0.0/bin/node", "")
            .file("tmp/.tmpY/node-v13.0.0-linux-x64/bin/node", "");

    HomeSnapshot after = after(home, plan(home, LayoutVersion.V1));

    assertTrue(after.has(Path.of("tools/image/node/12.0.0/bin/node")));
    assertTrue(after.has(Path.of("tmp/.tmpY/node-v13.0.0-linux-x64/bin/node")));
  }

  @Test
  void plan_v2Package_becomesAPrefix() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v2", "")
            .legacyPackage("@scope/tool", "1.0.0")
            .file("tools/inventory/packages/x.tgz", "");

    Plan plan = plan(home, LayoutVersion.V2);

    HomeSnapshot after = after(home, plan);
    Path image = Path.of("tools/image/packages/@scope/tool");
    assertTrue(after.has(image.resolve("lib/node_modules/@scope/tool/package.json")));
    assertEquals(
        Optional.of(
            new Entry.Link(Path.of("../lib/node_modules/@scope/tool/cli.js"), Entry.Leads.FILE)),
        after.at(image.resolve("bin/tool")));
    assertTrue(after.at(Path.of("tools/shared/@scope/tool")).isPresent());
    assertFalse(after.has(Path.of("tools/inventory/packages")));
    assertTrue(after.has(Path.of("bin/tool")));
    assertPlanningAgainGivesNothing(home, plan);
  }

  @Test
  void plan_packageThatCannotBeConverted_staysAndIsReported() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v2", "")
            .legacyPackage("good", "1.0.0")
            .legacyPackage("bad", "1.0.0")
            .file("tools/image/packages/bad/lib", "a file where a folder must be")
            .file("tools/inventory/packages/bad-1.0.0.tgz", "");

    Plan plan = plan(home, LayoutVersion.V2);

    HomeSnapshot after = after(home, plan);
    assertTrue(after.has(Path.of("tools/image/packages/bad/1.0.0/package.json")));
    assertTrue(after.has(Path.of("tools/image/packages/good/lib/node_modules/good")));
    assertTrue(after.has(Path.of("tools/inventory/packages")), "what it needs is kept too");
    Finding finding =
        plan.findings().stream()
            .filter(f -> f.path().equals(Path.of("tools/user/packages/bad.json")))
            .findFirst()
            .orElseThrow();
    assertTrue(finding.reason().contains("lib is in the way"), finding.reason());
  }

  @Test
  void plan_dottedShims_areToldByTheirFullName() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v3", "")
            .link("bin/sha.js", "/elsewhere/.volta/bin/volta-shim")
            .link("bin/sha", "/usr/bin/sha")
            .link("bin/volta", "/old/volta-shim");

    HomeSnapshot after = after(home, plan(home, LayoutVersion.V3));

    assertEquals(new Entry.Link(SHIM, Entry.Leads.FILE), after.at(Path.of("bin/sha.js")).get());
    assertEquals(
        Path.of("/usr/bin/sha"), ((Entry.Link) after.at(Path.of("bin/sha")).get()).target());
    assertEquals(
        Path.of("/old/volta-shim"), ((Entry.Link) after.at(Path.of("bin/volta")).get()).target());
  }

  @Test
  void plan_somethingInAShimsPlace_isLeftAndReported() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v4", "")
            .directory("bin/npm")
            .file("bin/yarn", "mine")
            .link("bin/node", "/usr/bin/node");

    Plan plan = plan(home, LayoutVersion.V4);

    List<Path> reported = plan.findings().stream().map(Finding::path).toList();
    assertEquals(List.of(Path.of("bin/node"), Path.of("bin/npm"), Path.of("bin/yarn")), reported);
    assertEquals(3, plan.operations().size(), "npx, pnpm and yarnpkg only");
  }

  @Test
  void plan_otherFilesystem_getsAnAreaOfItsOwn() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("layout.v1", "")
            .mount("tools/image")
            .nestedNode("12.0.0", "6.9.0");

    Plan plan = plan(home, LayoutVersion.V1);

    Path area = Path.of("tools/image/.voltad/j");
    assertTrue(plan.operations().contains(new Operation.MakeDir(area)));
    for (Operation operation : plan.operations()) {
      if (operation instanceof Move move) {
        HomeSnapshot before = home.snapshot();
        assertEquals(
            before.volume(move.from()).toString(), before.volume(move.to()).toString(), "" + move);
      }
    }
  }

  @Test
  void plan_linkToAFolderThatIsNotThere_isRefused() {
    Homes home =
        Homes.empty()
            .file("layout.v1", "")
            .directory("bin")
            .link("tools/image", "/mnt/gone", Entry.Leads.NOWHERE);

    RefusedException refused =
        assertThrows(RefusedException.class, () -> plan(home, LayoutVersion.V1));

    assertEquals(Path.of("tools/image"), refused.path());
    assertTrue(refused.reason().contains("/mnt/gone"), refused.reason());
  }

  @Test
  void plan_markerThatLeadsNowhere_isReplaced() throws Exception {
    Homes home =
        Homes.withDirectories()
            .link("layout.v4", "/gone", Entry.Leads.NOWHERE)
            .file("layout.v3", "");

    HomeSnapshot after = after(home, plan(home, LayoutVersion.V3));

    assertEquals(Optional.of(""), after.text(MARKER));
    assertFalse(after.has(Path.of("layout.v3")));
  }
}

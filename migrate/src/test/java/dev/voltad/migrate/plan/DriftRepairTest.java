package dev.voltad.migrate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Operation.MakeDir;
import dev.voltad.migrate.plan.Operation.Move;
import dev.voltad.migrate.plan.Operation.PutFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DriftRepairTest {
  private static final Path PLATFORM = Path.of("tools/user/platform.json");
  private static final String GOOD = "{\"node\":{\"runtime\":\"20.0.0\",\"npm\":null}}";
  private static final String PACKAGE =
      "{\"name\":\"cowsay\",\"version\":\"1.4.0\",\"platform\":{\"node\":\"20.0.0\",\"npm\":null,"
          + "\"pnpm\":null,\"yarn\":null},\"bins\":[\"cowsay\",\"cowthink\"],\"manager\":\"Npm\"}";
  private static final Path COWTHINK = Path.of("tools/user/bins/cowthink.json");

  private static List<Operation> plan(Homes home, Drift drift) throws RefusedException {
    Path shim = Path.of("../self/current/bin/volta-shim");
    home.file("layout.v4", "");
    for (String name : List.of("node", "npm", "npx", "pnpm", "yarn", "yarnpkg")) {
      home.link("bin/" + name, shim.toString());
    }
    Detection current = new Detection(Optional.of(LayoutVersion.V4), "test");
    return new Planner(shim)
        .plan(home.snapshot(), current, "j", Optional.of(drift)).operations().stream()
            .filter(operation -> !(operation instanceof Operation.Link))
            .toList();
  }

  private static Drift copyOf(Path file, String text) {
    return new Drift(Map.of(file, text), Set.of(), Set.of());
  }

  private static Drift none() {
    return new Drift(Map.of(), Set.of(), Set.of());
  }

  @Test
  void plan_nothingWrong_isEmpty() throws Exception {
    assertEquals(List.of(), plan(Homes.withDirectories(), copyOf(PLATFORM, GOOD)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"node\":{\"runtime\":\"20.",
        "{\"node\":{\"runtime\":\"20.0.0\",\"npm\":null}",
        "\u0000\u0000\u0000\u0000",
        "{\"node\":\u0000\u0000"
      })
  void plan_platformCutOff_isRestored(String text) throws Exception {
    Homes home = Homes.withDirectories().file(PLATFORM.toString(), text);

    assertEquals(List.of(new PutFile(PLATFORM, GOOD, true)), plan(home, copyOf(PLATFORM, GOOD)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[]", "{\"node\":5}", "{\"node\":oops}", "not json", "{} {", GOOD})
  void plan_platformOtherwise_isLeftAlone(String text) throws Exception {
    Homes home = Homes.withDirectories().file(PLATFORM.toString(), text);

    assertEquals(List.of(), plan(home, copyOf(PLATFORM, GOOD)));
  }

  @Test
  void plan_platformCutOffAMomentAgo_waits() throws Exception {
    Homes home = Homes.withDirectories().file(PLATFORM.toString(), "{");
    Drift drift = new Drift(Map.of(PLATFORM, GOOD), Set.of(), Set.of(PLATFORM));

    assertEquals(List.of(), plan(home, drift));
  }

  @Test
  void plan_copyThatIsNoRecord_isNotUsed() throws Exception {
    Homes home = Homes.withDirectories().file(PLATFORM.toString(), "{");

    assertEquals(List.of(), plan(home, copyOf(PLATFORM, "{\"node\":")));
  }

  @Test
  void plan_executableCutOffWithoutCopy_isWrittenFromItsPackage() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("tools/user/packages/cowsay.json", PACKAGE)
            .file(COWTHINK.toString(), "{\"name\": \"cowth");

    List<Operation> operations = plan(home, none());

    String text = PackageConfig.read(PACKAGE).orElseThrow().binText("cowthink");
    assertEquals(List.of(new PutFile(COWTHINK, text, true)), operations);
    assertTrue(BinConfig.read(text).isPresent(), text);
  }

  @Test
  void plan_executableOfTwoPackages_isLeftAlone() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("tools/user/packages/cowsay.json", PACKAGE)
            .file("tools/user/packages/moo.json", PACKAGE.replace("\"cowsay\",\"v", "\"moo\",\"v"))
            .file(COWTHINK.toString(), "");

    assertEquals(List.of(), plan(home, none()));
  }

  @Test
  void plan_foldersMissing_areMadeParentsFirst() throws Exception {
    Homes home = Homes.empty().directory("tools/user").directory("bin");

    List<Operation> operations = plan(home, none());

    assertTrue(operations.contains(new MakeDir(Path.of("tmp"))), operations::toString);
    int parent = operations.indexOf(new MakeDir(Path.of("tools/image")));
    int child = operations.indexOf(new MakeDir(Path.of("tools/image/node")));
    assertTrue(0 <= parent && parent < child, operations::toString);
  }

  @Test
  void plan_abandoned_goesToTheTrash() throws Exception {
    Homes home = Homes.withDirectories().directory("tmp/.tmpAbc").directory("tmp/.tmpDef");
    Path abandoned = Path.of("tmp/.tmpAbc");
    Drift drift = new Drift(Map.of(), Set.of(abandoned), Set.of());

    List<Operation> operations = plan(home, drift);

    assertEquals(1, operations.size(), operations::toString);
    assertEquals(abandoned, ((Move) operations.get(0)).from());
    assertTrue(((Move) operations.get(0)).to().startsWith("self/journal"));
  }

  @Test
  void plan_imageStrandedInAbandonedFolder_isSaved() throws Exception {
    Homes home = Homes.withDirectories().file("tmp/.tmpAbc/20.0.0/bin/node", "");
    Drift drift = new Drift(Map.of(), Set.of(Path.of("tmp/.tmpAbc")), Set.of());

    List<Operation> operations = plan(home, drift);

    Move away = (Move) operations.get(0);
    assertEquals(Path.of("tmp/.tmpAbc"), away.from());
    Path place = Path.of("tools/image/node/20.0.0");
    assertEquals(new Move(away.to().resolve("20.0.0"), place), operations.get(1));
  }

  @Test
  void plan_imageStrandedInFreshFolder_isSavedAndTheFolderStays() throws Exception {
    Homes home = Homes.withDirectories().file("tmp/.tmpAbc/20.0.0/bin/node", "");

    Path image = Path.of("tmp/.tmpAbc/20.0.0");
    assertEquals(List.of(new Move(image, Path.of("tools/image/node/20.0.0"))), plan(home, none()));
  }

  @Test
  void plan_npmOfANodeNotRecorded_isWrittenFromItsManifest() throws Exception {
    Homes home =
        Homes.withDirectories()
            .file("tools/image/node/20.0.0/bin/node", "")
            .file(
                "tools/image/node/20.0.0/lib/node_modules/npm/package.json",
                "{\"name\":\"npm\",\"version\":\"9.6.4\"}");

    Path record = Path.of("tools/inventory/node/node-v20.0.0-npm");
    assertEquals(List.of(new PutFile(record, "9.6.4", false)), plan(home, none()));
  }

  @Test
  void records_writtenAndRead_areTheSame() {
    Map<Path, String> texts = Map.of(PLATFORM, GOOD, COWTHINK, "{\"a\":\"\u00e9\\n\"}");

    assertEquals(texts, Records.read(Records.write(texts)));
    assertEquals(Map.of(), Records.read("{\"tools/user/platform.json\": "));
    assertEquals(Map.of(), Records.read("{\"tools/user/platform.json\": 5}"));
  }
}

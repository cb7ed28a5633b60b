package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code volta doctor} as a user starts it. */
@ExtendWith(NothingLeft.class)
@Timeout(120)
class DoctorIT {
  @TempDir Path folder;

  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  private SampleHome sample(String name) throws IOException {
    return SampleHome.unpack(name, folder.toRealPath());
  }

  private Program doctor(SampleHome sample, String... arguments) {
    String path = sample.home().resolve("bin") + ":/usr/sbin:/usr/bin:/sbin:/bin";
    return tree.volta(sample, "doctor").and(arguments).with("PATH", path);
  }

  /** The worst verdict of each check. */
  private static Map<String, String> verdicts(Outcome outcome) {
    outcome.assertNoTrace();
    JsonNode answer = new JsonMapper().readTree(outcome.out());
    assertEquals(1, answer.path("schema").asInt(0), outcome::toString);
    assertEquals(outcome.exit() == 0, answer.path("healthy").asBoolean(), outcome::toString);
    Map<String, String> verdicts = new TreeMap<>();
    for (JsonNode row : answer.path("checks")) {
      String verdict = row.path("verdict").asString("");
      assertEquals(!verdict.equals("ok"), row.has("why") && row.has("next"), row::toString);
      assertFalse(row.path("what").asString("").contains("could not be checked"), row::toString);
      verdicts.put(row.path("id").asString(""), verdict);
    }
    return verdicts;
  }

  @Test
  void daemonRuns_homeIsCurrent_itsChecksAreOk() throws IOException {
    SampleHome sample = sample("v1-typical");
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      daemon.untilCurrent();

      Map<String, String> verdicts = verdicts(doctor(sample, "--json").run().assertExit(0));

      for (String id :
          new String[] {
            "home.exists",
            "home.owner",
            "home.lock",
            "home.layout",
            "home.journal",
            "home.drift",
            "programs.present",
            "programs.shims",
            "programs.version",
            "path.bin",
            "path.shadow",
            "daemon.answers",
            "daemon.version",
            "daemon.home",
            "daemon.socket"
          }) {
        assertEquals("ok", verdicts.get(id), id);
      }
    }
  }

  @Test
  void daemonWasKilled_whatItLeft_isAWarning() throws IOException {
    SampleHome sample = sample("v4-typical");
    RunningDaemon daemon = RunningDaemon.start(tree, sample);
    daemon.untilCurrent();
    daemon.kill();

    Map<String, String> verdicts = verdicts(doctor(sample, "--json").run().assertExit(0));
    daemon.close();

    assertEquals("warning", verdicts.get("daemon.answers"));
    assertEquals("warning", verdicts.get("daemon.socket"));
  }

  @Test
  void oldHome_noDaemon_isShownAndNotTouched() throws IOException {
    SampleHome sample = sample("v1-typical");
    TreeManifest before = TreeManifest.of(sample.home(), Set.of());

    Outcome outcome = doctor(sample).run().assertExit(0).assertNoTrace();

    outcome.assertSays("warning  home.layout ").assertSays("note     daemon.answers ");
    assertEquals(before, TreeManifest.of(sample.home(), Set.of()));
  }

  @Test
  void newerHome_isAnError() throws IOException {
    SampleHome sample = sample("v4-typical");
    Files.createFile(sample.home().resolve("layout.v9"));

    Map<String, String> verdicts = verdicts(doctor(sample, "--json").run().assertExit(1));

    assertEquals("error", verdicts.get("home.layout"));
  }

  @Test
  void noHomeAndNoHOME_saysSo() throws IOException {
    Program homeless = ProductTree.homeless(doctor(sample("v4-typical"), "--json"));

    assertEquals("error", verdicts(homeless.run().assertExit(1)).get("home.exists"));
  }

  @Test
  void noHOMEButAHome_everyCheckEnds() throws IOException {
    Program program = doctor(sample("v4-typical"), "--json").without("HOME");

    assertEquals("note", verdicts(program.run().assertExit(0)).get("service.manager"));
  }

  @Test
  void garbage_everyCheckEnds() throws IOException {
    SampleHome sample = sample("v4-typical");
    Path home = Files.createDirectory(folder.toRealPath().resolve("garbage"));
    Files.writeString(home.resolve("self"), "a file");
    Files.createDirectory(home.resolve("layout.v4"));
    Files.createSymbolicLink(home.resolve("tools"), home.resolve("tools"));
    Files.write(home.resolve("bin"), new byte[] {0, 1, (byte) 0xff});

    Outcome outcome = doctor(sample, "--json").with("VOLTA_HOME", home.toString()).run();

    assertTrue(outcome.exit() <= 1, outcome::toString);
    assertTrue(verdicts(outcome).containsKey("clock"), outcome::toString);
  }

  @Test
  void anotherNodeFirst_isNamed() throws IOException {
    SampleHome sample = sample("v4-typical");
    Path other = Files.createDirectory(folder.toRealPath().resolve("other"));
    Files.copy(Path.of("/bin/true"), other.resolve("node"));
    String path = other + ":" + sample.home().resolve("bin") + ":/usr/bin:/bin";

    Outcome outcome = doctor(sample).with("PATH", path).run().assertNoTrace();

    outcome.assertSays("  why:  " + other + " is before " + sample.home().resolve("bin"));
  }
}

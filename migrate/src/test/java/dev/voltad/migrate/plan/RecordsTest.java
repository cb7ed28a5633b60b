package dev.voltad.migrate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Volta recorded of packages and executables, read and written. */
final class RecordsTest {
  private static final String V3 =
      """
      {
        "name": "@acme/tool",
        "version": "3.1.0",
        "platform": {
          "node": "20.11.1",
          "npm": null,
          "pnpm": null,
          "yarn": "1.22.22"
        },
        "bins": [
          "acme",
          "acme-admin"
        ],
        "manager": "Npm"
      }""";

  @Test
  void packageConfig_ofV3_isWrittenAsItWasRead() {
    PackageConfig config = PackageConfig.read(V3).orElseThrow();

    assertEquals(V3, config.text());
    assertEquals(Path.of("tools/user/packages/@acme/tool.json"), config.file());
    assertFalse(config.isLegacy());
  }

  @Test
  void packageConfig_ofV2_becomesV3() {
    String legacy =
        "{\"name\":\"tool\",\"version\":\"1.4.2\",\"platform\":{\"node\":{\"runtime\":\"12.18.0\","
            + "\"npm\":\"6.0.0\"},\"yarn\":null},\"bins\":[\"tool\"]}";

    PackageConfig config = PackageConfig.read(legacy).orElseThrow();

    assertTrue(config.isLegacy());
    PackageConfig converted =
        PackageConfig.read(config.converted(List.of("t")).text()).orElseThrow();
    assertEquals("12.18.0", converted.platform().node());
    assertEquals(Optional.of("6.0.0"), converted.platform().npm());
    assertEquals(List.of("t"), converted.bins());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "x", "[]", "{\"name\": \"semver\", \"ver", "{\"name\":\"../x\"}"})
  void packageConfig_cutOrForeign_isNone(String text) {
    assertEquals(Optional.empty(), PackageConfig.read(text));
    assertEquals(Optional.empty(), BinConfig.read(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "@a/../b", "a/b/c", "/abs", "..", "@/x", ""})
  void packageConfig_nameThatWouldLeaveItsFolder_isNone(String name) {
    assertEquals(Optional.empty(), PackageConfig.read(V3.replace("@acme/tool", name)));
  }

  @Test
  void packageConfig_withoutARequiredKey_isNone() {
    for (String key : List.of("name", "version", "bins", "manager", "node", "npm", "yarn")) {
      String text = V3.replace("\"" + key + "\"", "\"other\"");

      assertEquals(Optional.empty(), PackageConfig.read(text), key);
    }
  }

  @Test
  void packageManifest_stringBin_isNamedWithoutScope() {
    String text = "{\"name\":\"@babel/parser\",\"bin\":\"./bin/babel-parser.js\"}";

    PackageManifest manifest = PackageManifest.read(text).orElseThrow();

    assertEquals(Map.of("parser", "bin/babel-parser.js"), manifest.bins());
  }

  @Test
  void packageManifest_pathsAndNames_cannotLeaveThePackage() {
    String text =
        "{\"name\":\"x\",\"bin\":{\"a\":\"../../etc/passwd\",\"b/c\":\"x\",\"d\":1,\"..\":\"x\","
            + "\"e\":\"/./f//g\",\"h\":\"..\"}}";

    PackageManifest manifest = PackageManifest.read(text).orElseThrow();

    assertEquals(Map.of("a", "etc/passwd", "e", "f/g"), manifest.bins());
  }
}

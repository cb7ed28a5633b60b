package dev.voltad.migrate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultPlatformTest {
  private static final Function<String, Optional<String>> BUNDLED =
      node -> node.equals("10.6.0") ? Optional.of("6.1.0") : Optional.empty();

  @Test
  void withoutBundledNpm_sameNpm_isClearedAndTheRestStays() {
    String text =
        """
        {
          "node": {
            "runtime": "10.6.0",
            "npm": "6.1.0",
            "mine": [
              1.10,
              true
            ]
          },
          "yarn": null,
          "extra": {}
        }""";

    Optional<String> changed = DefaultPlatform.withoutBundledNpm(text, BUNDLED);

    assertEquals(Optional.of(text.replace("\"6.1.0\"", "null")), changed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"node\":null}",
        "{\"node\":{\"runtime\":\"10.6.0\",\"npm\":null}}",
        "{\"node\":{\"runtime\":\"10.6.0\",\"npm\":\"6.3.0\"}}",
        "{\"node\":{\"runtime\":\"99.0.0\",\"npm\":\"6.1.0\"}}",
        "{\"node\":{\"runtime\":\"10.6.0\",\"npm\":\"6.1.0\"}",
        "{\"node\":{\"runtime\":\"10.6.0\",\"npm\":\"6.1.0\",\"npm\":\"6.1.0\"}}"
      })
  void withoutBundledNpm_anythingElse_isNotChanged(String text) {
    assertEquals(Optional.empty(), DefaultPlatform.withoutBundledNpm(text, BUNDLED));
  }

  @Test
  void isReadable_tellsWhatUpstreamCanRead() {
    assertTrue(DefaultPlatform.isReadable(""));
    assertTrue(DefaultPlatform.isReadable("{}"));
    assertTrue(
        DefaultPlatform.isReadable("{\"node\":{\"runtime\":\"1.2.3\",\"npm\":null},\"x\":1}"));
    assertFalse(DefaultPlatform.isReadable("{\"node\":{\"runtime\":\"1.2.3\"}}"));
    assertFalse(DefaultPlatform.isReadable("{\n  \"node\": {\n    \"runtim"));
    assertFalse(DefaultPlatform.isReadable("[]"));
  }
}

package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path home;

  /** Of a machine for which nothing is decided. */
  private ManagedPolicy managed() {
    return new ManagedPolicy(home.resolve("etc-policy.json"), 0);
  }

  private Policy read(String text) throws IOException {
    Files.writeString(Files.createDirectories(home.resolve("self")).resolve("policy.json"), text);
    return Policy.of(home, managed());
  }

  @Test
  void of_noFile_isNone() throws IOException {
    assertEquals(Policy.NONE, Policy.of(home, managed()));
  }

  @ParameterizedTest
  @CsvSource({"30s, 30", "10m, 600", "2h, 7200"})
  void of_idleExit_takesUnits(String text, long seconds) throws IOException {
    Policy policy = read("{\"idleExit\": \"" + text + "\", \"later\": [1]}");

    assertEquals(Optional.of(Duration.ofSeconds(seconds)), policy.settings().idleAfter());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"idleExit\": 5}",
        "{\"idleExit\": \"0s\"}",
        "{\"idleExit\": \"soon\"}",
        "{\"idleExit\": \"-3m\"}",
        "null",
        "{} {}",
        "{\"hold\": \"yes\"}",
        "{\"hold\": {}}",
        "{\"hold\": {\"since\": 5}}",
        "{\"hold\": {\"since\": \"now\"}}",
        "{\"hold\": {\"since\": \"2026-11-23T10:00:00Z\", \"until\": \"later\"}}",
        "{\"hold\": {\"since\": \"2026-11-23T10:00:00Z\", \"reason\": [1]}}"
      })
  void of_anythingElse_isRefusedWithTheFile(String text) {
    IOException refused = assertThrows(IOException.class, () -> read(text));

    assertTrue(refused.getMessage().contains("policy.json"), refused::getMessage);
  }

  @Test
  @Timeout(10)
  void of_pipeInItsPlace_isRefusedAndNotWaitedFor() throws Exception {
    Path pipe = Files.createDirectories(home.resolve("self")).resolve("policy.json");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    assertThrows(IOException.class, () -> Policy.of(home, managed()));
  }

  @Test
  void of_folderInItsPlace_isRefused() throws IOException {
    Files.createDirectories(home.resolve("self/policy.json"));

    assertThrows(IOException.class, () -> Policy.of(home, managed()));
  }

  @Test
  void withHold_anyPolicy_keepsWhatElseIsThere() {
    Hold hold = Hold.begin(NOW, Optional.of(NOW.plusSeconds(60)), Optional.of("moving"));
    String before = "{\"later\": [1, {\"a\": null}], \"idleExit\": \"30m\"}";

    String held = Policy.withHold(Optional.of(before), Optional.of(hold));
    String after = Policy.withHold(Optional.of(held), Optional.empty());

    assertEquals(Optional.of(hold), Policy.parse(held).hold());
    assertEquals(List.of("later"), Policy.parse(held).unknown());
    assertEquals(Optional.of("30m"), Policy.parse(held).settings().idleExit());
    assertEquals(Json.object(before), Json.object(after));
    assertEquals("{ }\n", Policy.withHold(Optional.empty(), Optional.empty()));
  }

  @Test
  void parse_cutOff_saysSoInAFewWords() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Policy.parse("{\"a\": 1"));

    assertEquals(
        "it is no JSON: Unexpected end-of-input: expected close marker for Object",
        refused.getMessage());
  }

  @Test
  void withSettings_anyPolicy_replacesThemAll() {
    Hold hold = Hold.begin(NOW, Optional.empty(), Optional.empty());
    String before = Policy.withHold(Optional.of("{\"later\": 1}"), Optional.of(hold));

    String set = Policy.withSettings(Optional.of(before), Settings.NONE.with("idleExit", "2h"));
    String unset = Policy.withSettings(Optional.of(set), Settings.NONE);

    assertEquals(Optional.of("2h"), Policy.parse(set).settings().idleExit());
    assertEquals(Optional.of(hold), Policy.parse(set).hold());
    assertEquals(Json.object(before), Json.object(unset));
  }

  @Test
  void withHold_whatIsNoPolicy_isRefused() {
    Optional<String> garbage = Optional.of("{\"idleExit\": 5}");

    assertThrows(IllegalArgumentException.class, () -> Policy.withHold(garbage, Optional.empty()));
    assertThrows(IllegalArgumentException.class, () -> Policy.withSettings(garbage, Settings.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{\"idleexit\": \"30m\"}", "{\"hold\": {}}", "{\"idleExit\": 1}"})
  void settings_asked_misspelt_isRefused(String body) {
    assertThrows(IllegalArgumentException.class, () -> Settings.asked(body));
  }

  @Test
  void state_holdThatHasEnded_isNotShown() {
    Hold hold = Hold.begin(NOW, Optional.of(NOW.plusSeconds(60)), Optional.empty());
    Policy policy = Policy.NONE.withHold(Optional.of(hold));

    assertTrue(PolicyState.of(policy, NOW.plusSeconds(59)).hold().isPresent());
    assertTrue(PolicyState.of(policy, NOW.plusSeconds(60)).hold().isEmpty());
  }
}

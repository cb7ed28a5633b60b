package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HoldTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{}", "{\"until\": null, \"later\": 1}"})
  void asked_nothingSaid_hasNoEnd(String body) {
    assertEquals(new Hold(NOW, Optional.empty(), Optional.empty()), Hold.asked(body, NOW));
  }

  @Test
  void asked_endAndReason_areTaken() {
    Hold hold = Hold.asked("{\"until\": \"2026-12-01T08:00:00Z\", \"reason\": \"x\"}", NOW);

    assertEquals("until 2026-12-01T08:00:00Z (x)", hold.text());
    assertTrue(hold.isOn(NOW));
    assertTrue(!hold.isOn(Instant.parse("2026-12-01T08:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|no JSON object",
        "{|no JSON",
        "{\"until\": 5}|until is a text",
        "{\"until\": \"tomorrow\"}|until is a time",
        "{\"until\": \"2026-11-23T10:00:00Z\"}|has passed",
        "{\"until\": \"2126-11-23T10:00:00Z\"}|ten years",
        "{\"until\": \"+1000000000-12-31T23:59:59Z\"}|ten years",
        "{\"reason\": 5}|reason is a text"
      })
  void asked_anythingElse_saysWhatIsWrong(String body, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Hold.asked(body, NOW));

    assertTrue(refused.getMessage().contains(why), refused::getMessage);
  }

  @Test
  void begin_longReason_isRefused() {
    Optional<String> reason = Optional.of("x".repeat(201));

    assertThrows(IllegalArgumentException.class, () -> Hold.begin(NOW, Optional.empty(), reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}|missing", "{\"action\": 1}|1", "{\"action\": \"all\"}|all", "[]|object"})
  void updateRequest_noKnownAction_isRefused(String body, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> UpdateRequest.of(body));

    assertTrue(refused.getMessage().contains(why), refused::getMessage);
  }
}

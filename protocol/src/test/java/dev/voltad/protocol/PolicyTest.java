package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {
  @TempDir Path home;

  private Policy read(String text) throws IOException {
    Files.writeString(Files.createDirectories(home.resolve("self")).resolve("policy.json"), text);
    return Policy.of(home);
  }

  @Test
  void of_noFile_isNone() throws IOException {
    assertEquals(Policy.NONE, Policy.of(home));
  }

  @ParameterizedTest
  @CsvSource({"30s, 30", "10m, 600", "2h, 7200"})
  void of_idleExit_takesUnits(String text, long seconds) throws IOException {
    Policy policy = read("{\"idleExit\": \"" + text + "\", \"later\": [1]}");

    assertEquals(Optional.of(Duration.ofSeconds(seconds)), policy.idleAfter());
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
        "{\"idleExit\": \"-3m\"}"
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

    assertThrows(IOException.class, () -> Policy.of(home));
  }

  @Test
  void of_folderInItsPlace_isRefused() throws IOException {
    Files.createDirectories(home.resolve("self/policy.json"));

    assertThrows(IOException.class, () -> Policy.of(home));
  }
}

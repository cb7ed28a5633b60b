package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.protocol.Policy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a disk or a hand has made of the small files of {@code self/}: no reason to break. */
class SmallFileTest {
  @TempDir Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(home.resolve("self"));
  }

  private UpdateHome at() {
    return new UpdateHome(
        home,
        home.resolve("tree"),
        home.resolve("tree/bin"),
        new PosixFileOps(),
        InstantSource.system(),
        home.resolve("none"));
  }

  private void put(String name, String text) throws IOException {
    Files.writeString(home.resolve("self").resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"phase\":\"later\"}",
        "{\"phase\":\"undoing\",\"from\":\"a\",\"to\":\"b\",\"since\":\"2026-01-01T00:00:00Z\"}",
        "{\"phase\":\"undoing\",\"from\":\"a\",\"to\":\"b\",\"since\":\"2026-01-01T00:00:00Z\","
            + "\"version\":\"1.0.0\",\"before\":\"0.9.0\",\"manifest\":\"../x\"}"
      })
  void state_thatIsNone_isNamed(String text) throws IOException {
    put("state", text);
    IOException refused = assertThrows(IOException.class, () -> at().activator().state());
    assertTrue(refused.getMessage().contains("self/state cannot be"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{\"report\":{}}", "{\"report\":{\"bad\":null}}", "7"})
  void memory_thatIsNone_isAsIfThereWereNone(String text) throws IOException {
    put("updates.json", text);
    assertEquals("0.0.0", new Lookout(at(), () -> Policy.NONE).known().version());
  }

  @Test
  void installId_thatIsNull_isMadeAnew() throws IOException {
    put("install-id", "null");
    String made = at().installId();
    assertEquals(made, at().installId());
    assertFalse(made.isBlank());
  }

  @Test
  void failure_ofTheSystem_isToldAsTheSystemSaysIt() {
    var refused =
        UpdateException.of((IOException) new AccessDeniedException("/h/self/update.lock"));
    assertEquals("/h/self/update.lock: Permission denied", refused.getMessage());
  }
}

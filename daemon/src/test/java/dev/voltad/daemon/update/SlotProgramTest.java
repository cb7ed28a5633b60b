package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.update.SlotProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Path SHELL = Path.of("/bin/sh");

  @TempDir Path dir;
  private SlotProgram program;

  @BeforeEach
  void create() {
    program = new SlotProgram(dir.resolve("output"), Map.of("GREETING", "hello", "HOME", ""));
  }

  private Result run(String script) throws Exception {
    return program.run(LIMIT, SHELL, "-c", script);
  }

  @Test
  void run_program_hasStatusAndBothStreams() throws Exception {
    Result result = run("echo $GREETING$HOME; echo why: too late >&2; exit 4");
    assertEquals(4, result.exit());
    assertEquals("hello\nwhy: too late\n", result.text());
    assertEquals("too late", result.reason());
    assertFalse(Files.exists(dir.resolve("output")), "the output is left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 0", "exit 1", "exit 126", "kill -SEGV $$", "kill -ABRT $$"})
  void itsOwn_itsOwnEnd_isTheResult(String script) throws Exception {
    Result result = run(script);
    assertEquals(result, result.itsOwn());
  }

  @ParameterizedTest
  @CsvSource({
    "kill -KILL $$, ended by signal 9",
    "kill -TERM $$, ended by signal 15",
    "kill -HUP $$, ended by signal 1",
    "echo why: disk full; exit 7, 'ended with 7: disk full'",
    "exit 20, ended with 20: it said nothing"
  })
  void itsOwn_endedByOthers_tellsNothing(String script, String why) throws Exception {
    Result result = run(script);
    IOException e = assertThrows(IOException.class, result::itsOwn);
    assertTrue(e.getMessage().endsWith(why), e.getMessage());
  }

  @Test
  void run_outputCannotBeKept_tellsNothing() throws Exception {
    Files.createDirectory(dir.resolve("output"));
    assertThrows(IOException.class, () -> run("exit 0"));
  }

  @Test
  void run_doesNotEnd_isBadAndEndedWithAllThatItStarted() throws Exception {
    Path pid = dir.resolve("pid");
    String script = "sleep 1000 & echo $! >" + pid + "; wait";
    BadReleaseException e =
        assertThrows(
            BadReleaseException.class,
            () -> program.run(Duration.ofSeconds(1), SHELL, "-c", script));
    assertTrue(e.getMessage().contains("did not end within"), e.getMessage());
    Optional<ProcessHandle> started =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (started.isPresent()) {
      started.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void run_isNoProgram_isBad() {
    assertThrows(BadReleaseException.class, () -> program.run(LIMIT, dir, "--version"));
  }
}

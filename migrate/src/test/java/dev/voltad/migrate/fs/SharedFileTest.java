package dev.voltad.migrate.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SharedFileTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path file;
  private SharedFile shared;

  @BeforeEach
  void setUp() {
    file = folder.resolve("self/counts");
    shared = new SharedFile(file, 1000);
  }

  @Test
  void change_noFileYet_makesItAndItsFolder() throws Exception {
    shared.change(LIMIT, before -> before.orElse("none") + "+");

    assertEquals("none+", Files.readString(file));
    assertFalse(Files.exists(file.resolveSibling("counts.new")));
  }

  @Test
  void change_leftOverFromADeath_isRemoved() throws Exception {
    Files.createDirectory(file.getParent());
    Files.writeString(file.resolveSibling("counts.new"), "half");

    shared.change(LIMIT, before -> "whole");

    assertEquals("whole", Files.readString(file));
  }

  @Test
  void change_fourAtOnce_noneIsLost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(
          threads.submit(
              () -> {
                for (int n = 0; n < 25; n++) {
                  shared.change(LIMIT, before -> before.orElse("") + "x");
                }
                return null;
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }
    threads.shutdown();

    assertEquals("x".repeat(100), Files.readString(file));
  }

  @Test
  void change_heldByAnother_isRefusedAfterTheLimit() throws Exception {
    Files.createDirectory(file.getParent());
    FileLock held = FileLock.tryLock(file.resolveSibling("counts.lock")).orElseThrow();

    LockHeldException refused =
        assertThrows(
            LockHeldException.class, () -> shared.change(Duration.ofMillis(50), before -> "x"));

    held.close();
    assertEquals(file.resolveSibling("counts.lock"), refused.file());
    assertFalse(Files.exists(file));
  }

  @Test
  void change_refusedByWhoChanges_leavesAllAsItWas() throws Exception {
    shared.change(LIMIT, before -> "old");

    assertThrows(
        IllegalArgumentException.class,
        () ->
            shared.change(
                LIMIT,
                before -> {
                  throw new IllegalArgumentException("no");
                }));

    assertEquals("old", Files.readString(file));
    shared.change(LIMIT, before -> "new"); // the lock was given back
    assertEquals("new", Files.readString(file));
  }

  @Test
  void change_tooLargeAFile_isLeftAlone() throws Exception {
    shared.change(LIMIT, before -> "x".repeat(1001));

    assertThrows(IOException.class, () -> shared.change(LIMIT, before -> "y"));

    assertEquals(1001, Files.size(file));
  }

  @Test
  void change_noHome_makesNone() {
    SharedFile nowhere = new SharedFile(folder.resolve("home/self/counts"), 1000);

    assertThrows(NoSuchFileException.class, () -> nowhere.change(LIMIT, before -> "x"));

    assertFalse(Files.exists(folder.resolve("home")));
  }
}

package dev.voltad.migrate.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.PosixFileOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs that were killed leave of releases does not stay, and keeps nothing from staying. */
class SlotsTest {
  @TempDir Path home;
  private Slots slots;

  @BeforeEach
  void makeSlots() throws IOException {
    Files.createDirectories(home.resolve("self"));
    slots = new Slots(home, new PosixFileOps());
    for (String name : List.of("1.0.0-a", "2.0.0-b")) {
      slots.place(name, Files::createDirectory, copy -> {}, copy -> {});
    }
    slots.use("1.0.0-a");
  }

  private Path make(String folder) throws IOException {
    return Files.createDirectories(home.resolve("self").resolve(folder));
  }

  @Test
  void removeOld_halvesOfReleases_areRemoved() throws IOException {
    Path unsealed = make("slots/3.0.0-c/bin").getParent();
    Path copy = make("staging/3.0.0-c/bin").getParent();
    Path fetched = make("staging/update/blobs");
    Path mark = Files.createFile(home.resolve("self/slots/0.9.0-0.retired"));
    assertEquals(List.of(), slots.removeOld(Instant.now()));
    assertFalse(Files.exists(unsealed), "a slot without its seal");
    assertFalse(Files.exists(copy), "a copy");
    assertFalse(Files.exists(mark), "a mark");
    assertTrue(Files.exists(fetched), "what was fetched");
    assertEquals(List.of("1.0.0-a", "2.0.0-b"), slots.names());
  }

  /** A release that was fetched and never used, and one that failed, would stay for ever. */
  @Test
  void retireAllBut_whatNobodyNeeds_isRemovedInItsTime() throws IOException {
    slots.place("3.0.0-c", Files::createDirectory, copy -> {}, copy -> {});

    slots.retireAllBut(Set.of("2.0.0-b"));

    assertEquals(List.of(), slots.removeOld(Instant.now()));
    Instant later = Instant.now().plus(Slots.KEPT).plusSeconds(60);
    assertEquals(List.of("3.0.0-c"), slots.removeOld(later));
    assertEquals(List.of("1.0.0-a", "2.0.0-b"), slots.names());
  }

  @Test
  void retireAllBut_usedAfterwards_stays() throws IOException {
    slots.retireAllBut(Set.of());
    slots.use("2.0.0-b");

    Instant later = Instant.now().plus(Slots.KEPT).plusSeconds(60);
    assertEquals(List.of("1.0.0-a"), slots.removeOld(later));
  }

  @Test
  void removeOld_usedSlotThatLostItsSeal_stays() throws IOException {
    Files.delete(slots.folder("1.0.0-a").resolve(".sealed"));
    slots.removeOld(Instant.now());
    assertTrue(Files.exists(slots.folder("1.0.0-a")));
  }

  @Test
  void use_markOfAnEarlierTime_doesNotCount() throws IOException {
    Path mark = Files.createFile(home.resolve("self/slots/1.0.0-a.retired"));
    Files.setLastModifiedTime(mark, FileTime.from(Instant.now().minus(Slots.KEPT.plusDays(1))));
    slots.use("1.0.0-a"); // it is used already: a kill has left the mark
    slots.use("2.0.0-b");
    slots.removeOld(Instant.now());
    assertTrue(slots.isSealed("1.0.0-a"), "the release before");
  }
}

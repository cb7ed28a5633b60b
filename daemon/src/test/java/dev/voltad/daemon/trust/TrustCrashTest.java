package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end anywhere: the next one makes it whole, with the same timestamp on the feed. */
class TrustCrashTest {
  @TempDir Path dir;
  private TrustFixture fixture;
  private TestFeed feed;

  /** More than any run here makes; the last ones prove that all were covered. */
  private static final int STEPS = 24;

  @BeforeEach
  void open() throws IOException {
    fixture = new TrustFixture(dir);
    feed = fixture.feed;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static final class Kill extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Ends the process, or the disk, at one step. */
  private static final class Faulty implements StoreFiles {
    private final StoreFiles disk = new StoreFiles.OnDisk();
    private final List<String> steps = new ArrayList<>();
    private final int last;
    private final boolean isKill;

    Faulty(int last, boolean isKill) {
      this.last = last;
      this.isKill = isKill;
    }

    private void step(String name) throws IOException {
      if (steps.size() == last) {
        if (isKill) {
          throw new Kill();
        }
        throw new IOException("No space left on device");
      }
      steps.add(name);
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
      if (steps.size() == last) {
        Files.write(file, new byte[bytes.length / 2]); // as much as there was time for
      }
      step("write " + file.getFileName());
      disk.write(file, bytes);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
      step("replace " + to.getFileName());
      disk.replace(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
      if (Files.exists(file) && isKill) {
        step("delete " + file.getFileName());
      }
      disk.delete(file);
    }

    @Override
    public void sync(Path folder) throws IOException {
      step("sync");
      disk.sync(folder);
    }
  }

  /** A new root with new keys for all, and new files of each role. */
  private void publishEverything() {
    feed.signedBy("timestamp", 1, TestKey.ed25519()).signedBy("snapshot", 1, TestKey.ed25519());
    feed.publish("root").publishAs("targets", 5).publishAs("snapshot", 1);
    feed.publishAs("timestamp", 1);
  }

  static Stream<Arguments> kills() {
    return Stream.of("first run", "next run", "keys rotated")
        .flatMap(what -> IntStream.range(0, STEPS).mapToObj(i -> arguments(what, i)));
  }

  @ParameterizedTest(name = "{0}, killed before step {1}")
  @MethodSource("kills")
  void refresh_killed_nextRunConverges(String what, int step) throws Exception {
    if (!what.equals("first run")) {
      feed.publishAs("snapshot", 900).publishAs("timestamp", 900);
      fixture.refresh();
      feed.publishAs("targets", 6).publishAs("snapshot", 901).publishAs("timestamp", 901);
    }
    if (what.equals("keys rotated")) {
      publishEverything();
    }
    Faulty faulty = new Faulty(step, true);
    fixture.files = faulty;

    boolean isKilled = false;
    try {
      fixture.refresh();
    } catch (Kill e) {
      isKilled = true;
    }

    assertTrue(isKilled || faulty.steps.size() <= step, faulty.steps::toString);
    assertTrue(!isKilled || step < STEPS - 1, "more steps than are covered");
    fixture.files = new StoreFiles.OnDisk();
    fixture.refresh();
    fixture.assertCurrent();
  }

  @ParameterizedTest(name = "disk full at step {0}")
  @MethodSource("steps")
  void refresh_diskFull_isToldAndNextRunConverges(int step) throws Exception {
    fixture.refresh();
    publishEverything();
    Faulty faulty = new Faulty(step, false);
    fixture.files = faulty;

    TrustException e = assertThrows(TrustException.class, fixture::refresh);

    assertEquals(Kind.STORE, e.kind());
    assertEquals(step > 0, e.storeChanged(), "after the old files were forgotten");
    assertEquals(Set.of(), TrustFixture.leftovers(fixture.folder));
    fixture.files = new StoreFiles.OnDisk();
    fixture.refresh();
    fixture.assertCurrent();
  }

  @Test
  void refresh_diskGone_tellsBothFailures() throws Exception {
    fixture.files =
        new StoreFiles() {
          @Override
          public void write(Path file, byte[] bytes) throws IOException {
            throw new IOException("write");
          }

          @Override
          public void replace(Path from, Path to) {
            throw new AssertionError(to);
          }

          @Override
          public void delete(Path file) throws IOException {
            throw new IOException("delete");
          }

          @Override
          public void sync(Path folder) {
            throw new AssertionError(folder);
          }
        };

    TrustException e = fixture.refused(fixture.server.mirror());

    assertEquals(Kind.STORE, e.kind());
    assertEquals("write", e.getCause().getMessage());
    assertEquals("delete", e.getCause().getSuppressed()[0].getMessage());
  }

  static IntStream steps() {
    return IntStream.range(0, 16);
  }

  @Test
  void refresh_order_isRootTimestampSnapshotTargets() throws Exception {
    Faulty faulty = new Faulty(STEPS, true);
    fixture.files = faulty;

    fixture.refresh();

    List<String> expected = new ArrayList<>();
    for (String file :
        List.of("root.json", "timestamp.json", "snapshot.json", "targets.json", "refreshed")) {
      expected.addAll(List.of("write " + file + ".new", "replace " + file, "sync"));
    }
    assertEquals(expected, faulty.steps);
  }

  /** What is there already is not written once more: each write is a chance to lose it. */
  @Test
  void refresh_nothingNew_writesTheTimeOnly() throws Exception {
    fixture.refresh();
    Faulty faulty = new Faulty(STEPS, true);
    fixture.files = faulty;

    fixture.refresh();

    assertEquals(List.of("write refreshed.new", "replace refreshed", "sync"), faulty.steps);
  }

  @Test
  void refresh_keysRotated_forgetsBeforeItKeepsTheRoot() throws Exception {
    fixture.refresh();
    publishEverything();
    Faulty faulty = new Faulty(STEPS, true);
    fixture.files = faulty;

    fixture.refresh();

    assertEquals(
        List.of("delete timestamp.json", "delete snapshot.json", "sync", "sync"),
        faulty.steps.subList(0, 4));
    assertEquals("write root.json.new", faulty.steps.get(4));
  }

  @ParameterizedTest(name = "{0} is missing at first, the timestamp stays the same")
  @ValueSource(strings = {"snapshot", "targets"})
  void refresh_feedRepaired_converges(String role) throws Exception {
    fixture.refresh();
    feed.target("targets", "a", "x").publishTargets();
    String path = "metadata/2." + role + ".json";
    byte[] bytes = feed.files.remove(path);
    fixture.assertRefused(Kind.NOT_FOUND, role);
    assertEquals(2, fixture.version("timestamp"));
    feed.files.put(path, bytes);

    TrustedTargets trusted = fixture.refresh();

    assertTrue(trusted.target("a").isPresent());
    fixture.assertCurrent();
  }

  @Test
  void refresh_leftOfAKilledWrite_isRemoved() throws Exception {
    fixture.refresh();
    Files.writeString(fixture.folder.resolve("A.json.new"), "half");

    fixture.refresh();

    assertEquals(Set.of(), TrustFixture.leftovers(fixture.folder));
  }
}

package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.install.Slots;
import dev.voltad.migrate.journal.Journal;
import dev.voltad.migrate.journal.Journals;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import dev.voltad.migrate.plan.Workspace;
import dev.voltad.protocol.UpdatePhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Activation with a new layout, its commit and its undo, cut off before every change on disk, and
 * with every change failing: what is used is the old release on the old layout or the new one on
 * the new, the next run ends it, and the marker of the old layout is there throughout.
 */
class ActivatorCrashTest {
  private static final String OLD = "0.1.0-000000000001";
  private static final String NEW = "0.2.0-000000000002";
  private static final String MANIFEST = "ab".repeat(32);
  private static final Path FUTURE = Path.of("tools/future");
  private static final Path NEW_MARKER = Path.of("layout.v5");

  @TempDir Path dir;
  private Path home;

  private interface Work {
    void on(Activator activator, FileOps ops) throws Exception;
  }

  private Path home(String name) throws Exception {
    Path home = Files.createDirectories(dir.resolve(name));
    Files.createDirectories(home.resolve("tools"));
    Files.createFile(home.resolve("layout.v4"));
    Slots slots = new Slots(home, new PosixFileOps());
    for (String slot : List.of(OLD, NEW)) {
      slots.place(slot, Files::createDirectory, copy -> {}, copy -> {});
    }
    slots.use(OLD);
    return home;
  }

  private static Activator activator(Path home, FileOps ops) {
    return new Activator(home, home.resolve("self/current/bin"), ops, InstantSource.system());
  }

  /** What a release with one more layout does, with a journal as every release writes it. */
  private static void migrate(Path home, FileOps ops) throws IOException {
    String id = Journals.newId(Instant.now());
    Plan plan =
        new Plan(
            new Workspace(id, Map.of(Path.of(""), Path.of("self/journal").resolve(id))),
            Optional.of(LayoutVersion.V4),
            "v5",
            "marker layout.v4",
            List.of(
                new Operation.MakeDir(FUTURE),
                new Operation.PutFile(FUTURE.resolve("layout.txt"), "v5\n", false),
                new Operation.SyncHome(),
                new Operation.PutFile(NEW_MARKER, "", false),
                new Operation.SyncDir(Path.of(""))),
            List.of());
    Journal journal = Journal.begin(home, plan, ops);
    journal.apply(done -> {});
    journal.commit();
  }

  private static void activate(Path home, Activator activator, FileOps ops) throws Exception {
    activator.activate(begin(), slot -> migrate(home, ops));
  }

  private static UpdateState begin() {
    return UpdateState.begin(OLD, NEW, "0.2.0", "0.1.0", MANIFEST, Instant.now());
  }

  private static void assertWhole(Path home, String where) throws IOException {
    assertTrue(
        Files.exists(home.resolve("layout.v4")), where + ": the old layout's marker is gone");
    Optional<String> used = new Slots(home, new PosixFileOps()).current();
    assertTrue(used.isPresent(), where + ": the pointer leads nowhere");
    if (used.get().equals(NEW)) {
      assertTrue(Files.exists(home.resolve(NEW_MARKER)), where + ": new program, old layout");
    }
  }

  private static void assertEnded(Path home, String where) throws IOException {
    assertWhole(home, where);
    Optional<UpdateState> state = activator(home, new PosixFileOps()).state();
    boolean isNew = new Slots(home, new PosixFileOps()).current().equals(Optional.of(NEW));
    assertEquals(isNew, Files.exists(home.resolve(NEW_MARKER)), where + ": marker");
    assertEquals(isNew, Files.exists(home.resolve(FUTURE)), where + ": folder");
    assertEquals(isNew, state.isPresent(), where + ": " + state);
    boolean isOnTrial = state.filter(it -> it.phase() == UpdatePhase.TRIAL).isPresent();
    assertEquals(
        isOnTrial,
        new TrialCounter(home, new PosixFileOps()).left().isPresent(),
        where + ": counter of the trial");
  }

  /** Cuts {@code work} at each of its steps, and looks at what the next run makes of it. */
  private void sweep(String what, Work prepare, Work work) throws Exception {
    int points = 0;
    for (boolean isKill : new boolean[] {true, false}) {
      for (int step = 1; ; step++) {
        String where = what + ", " + (isKill ? "killed" : "failing") + " at step " + step;
        home = home(what + step + isKill);
        FileOps whole = new PosixFileOps();
        prepare.on(activator(home, whole), whole);
        CutFileOps ops = new CutFileOps(step, isKill);
        boolean isCut = false;
        try {
          work.on(activator(home, ops), ops);
        } catch (CutFileOps.Kill | UpdateException | IOException cut) {
          isCut = true;
        }
        assertWhole(home, where);
        activator(home, whole).recover();
        assertEnded(home, where);
        for (BadReleases.Bad each : new BadReleases(home, whole).all().values()) {
          assertEquals("it was bad", each.reason(), where + ": listed as bad");
        }
        if (!isCut && ops.count() < step) {
          break;
        }
        points++;
      }
    }
    System.out.printf("crash matrix: %s: %d points%n", what, points);
    assertTrue(points > 10, "too few points: " + points);
  }

  @Test
  void activate_cutAnywhere_isOldOrNew() throws Exception {
    sweep("activate", (activator, ops) -> {}, (activator, ops) -> activate(home, activator, ops));
  }

  /** Nothing speaks against a release whose activation, and then the end of that, was cut short. */
  @Test
  void recover_cutAnywhere_isOldAndMayBeTriedAgain() throws Exception {
    sweep("recover", this::activateHalf, (activator, ops) -> activator.recover());
  }

  private void activateHalf(Activator activator, FileOps ops) throws Exception {
    UpdateState begin = begin();
    assertThrows(
        CutFileOps.Kill.class,
        () ->
            activator.activate(
                begin,
                slot -> {
                  migrate(home, ops);
                  throw new CutFileOps.Kill();
                }));
  }

  @Test
  void undo_updateBeforeIsCommitted_canStillBeGoneBackFrom() throws Exception {
    home = home("kept");
    FileOps ops = new PosixFileOps();
    Activator activator = activator(home, ops);
    activate(home, activator, ops);
    activator.commit();
    UpdateState committed = activator.state().orElseThrow();
    String newest = "0.3.0-000000000003";
    new Slots(home, ops).place(newest, Files::createDirectory, copy -> {}, copy -> {});
    UpdateState next =
        UpdateState.begin(NEW, newest, "0.3.0", "0.2.0", "cd".repeat(32), Instant.now());
    activator.activate(next, slot -> {});
    activator.undo(activator.state().orElseThrow().undoing("it was bad", false, Instant.now()));
    assertEquals(Optional.of(committed), activator.state());
    assertEquals(Optional.of(NEW), new Slots(home, ops).current());

    activator.undo(committed.undoing("a person took it back", true, Instant.now()));
    assertEquals(Optional.empty(), activator.state());
    assertEquals(Optional.of(OLD), new Slots(home, ops).current());
  }

  @Test
  void commit_cutAnywhere_isNew() throws Exception {
    sweep(
        "commit",
        (activator, ops) -> activate(home, activator, ops),
        (activator, ops) -> activator.commit());
  }

  @Test
  void undo_cutAnywhere_isOldAndListed() throws Exception {
    sweep(
        "undo",
        (activator, ops) -> activate(home, activator, ops),
        (activator, ops) ->
            activator.undo(
                activator.state().orElseThrow().undoing("it was bad", false, Instant.now())));
    assertFalse(Files.exists(home.resolve("self/state")));
    assertEquals(
        "it was bad", new BadReleases(home, new PosixFileOps()).all().get(MANIFEST).reason());
  }
}

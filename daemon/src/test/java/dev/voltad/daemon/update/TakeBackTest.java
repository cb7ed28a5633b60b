package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.MigrationListener;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.install.Slots;
import dev.voltad.migrate.journal.Journal;
import dev.voltad.migrate.journal.Journals;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import dev.voltad.migrate.plan.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which release takes back which: never the suspect itself, never what a person has installed, and
 * the layout goes with it.
 */
class TakeBackTest {
  private static final String OLD = "0.1.0-000000000001";
  private static final String NEW = "0.2.0-000000000002";
  private static final String OTHER = "0.3.0-000000000003";
  private static final String MANIFEST = "ab".repeat(32);

  @TempDir Path dir;
  private final PosixFileOps ops = new PosixFileOps();
  private Path home;
  private Slots slots;

  @BeforeEach
  void makeHome() throws IOException {
    home = dir.resolve("home");
    Files.createDirectories(home.resolve("tools"));
    Files.createFile(home.resolve("layout.v4"));
    slots = new Slots(home, ops);
    for (String slot : List.of(OLD, NEW, OTHER)) {
      slots.place(slot, Files::createDirectory, copy -> {}, copy -> {});
    }
    slots.use(OLD);
  }

  /** As a program of that release sees it. */
  private UpdateHome as(String slot) {
    return new UpdateHome(
        home,
        slots.folder(slot),
        home.resolve("self/current/bin"),
        ops,
        InstantSource.system(),
        dir.resolve("none"));
  }

  private UpdateState activate(Duration ago) throws Exception {
    UpdateState begin = UpdateState.begin(OLD, NEW, "0.2.0", "0.1.0", MANIFEST, Instant.now());
    as(OLD).activator().activate(begin, slot -> migrate(Journals.newId(Instant.now().minus(ago))));
    return as(OLD).activator().state().orElseThrow();
  }

  private void migrate(String id) throws IOException {
    Plan plan =
        new Plan(
            new Workspace(id, Map.of(Path.of(""), Path.of("self/journal").resolve(id))),
            Optional.of(LayoutVersion.V4),
            "v5",
            "marker layout.v4",
            List.of(new Operation.PutFile(Path.of("layout.v5"), "", false)),
            List.of());
    Journal journal = Journal.begin(home, plan, ops);
    journal.apply(done -> {});
    journal.commit();
  }

  private Optional<Path> start(String slot) throws Exception {
    return new UpdateStart(as(slot)).begin();
  }

  private Path program(String slot) {
    return slots.folder(slot).resolve("bin/voltad");
  }

  @Test
  void recover_bySuspect_isLeftToTheReleaseBefore() throws Exception {
    UpdateState undoing = activate(Duration.ZERO).undoing("bad", true, Instant.now());
    as(NEW).activator().beginUndo(undoing);

    UpdateException refused = assertThrows(UpdateException.class, () -> as(NEW).own().recover());
    assertTrue(refused.getMessage().contains("the one before has to do"), refused.getMessage());
    assertEquals(Optional.of(undoing), as(NEW).activator().state());
    assertEquals(Optional.empty(), Rollback.refusal(as(NEW), Optional.of(undoing)), "once more");
    assertEquals(Optional.of(program(OLD)), start(NEW));

    assertEquals(Optional.empty(), start(OLD));
    assertEquals(Optional.of(OLD), slots.current());
    assertFalse(Files.exists(home.resolve("layout.v5")), "the layout");
  }

  @Test
  void start_ofReleaseBefore_whileTheOtherIsOnTrial_becomesThat() throws Exception {
    activate(Duration.ZERO);
    assertEquals(Optional.of(program(NEW)), start(OLD));
    assertEquals(Optional.empty(), start(NEW));
    assertEquals(Optional.of(2), as(NEW).trial().left());
  }

  @Test
  void start_ofThirdRelease_thatWasInstalledOnTrial_keepsIt() throws Exception {
    UpdateState trial = activate(Duration.ZERO);
    slots.use(OTHER);
    assertThrows(UpdateException.class, () -> as(NEW).own().recover());
    assertTrue(Rollback.refusal(as(OTHER), Optional.of(trial)).isPresent(), "rollback");
    assertEquals(Optional.of(program(OTHER)), start(OLD));

    assertEquals(Optional.empty(), start(OTHER));
    assertEquals(Optional.of(OTHER), slots.current());
    assertEquals(Optional.empty(), as(OTHER).activator().state());
    assertEquals(Optional.empty(), as(OTHER).trial().left());
    assertFalse(Files.exists(home.resolve("layout.v5")), "a layout that it does not know");
  }

  @Test
  void recover_cutShortTwice_releaseIsNotBad() throws Exception {
    UpdateState trial = activate(Duration.ZERO);
    slots.use(OLD);
    as(OLD).activator().beginUndo(trial.abandoned(Instant.now())); // the second cut
    as(OLD).own().recover();
    assertEquals(Map.of(), as(OLD).bad().all());
    assertEquals(Optional.empty(), as(OLD).activator().state());
  }

  @Test
  void undo_weekAfterMigration_layoutIsUndone() throws Exception {
    UpdateState trial = activate(Journals.KEPT.plusHours(1));
    as(NEW).activator().commit(); // a week begins
    Files.createDirectories(home.resolve("self/current/bin"));
    Files.createFile(home.resolve("self/current/bin/volta-shim"));
    Journals journals = new Journals(home, ops);
    assertFalse(journals.needAttention(Instant.now()), "attention");
    journals.purgeExpired(Instant.now());

    as(OLD).activator().undo(trial.undoing("bad", true, Instant.now()));
    assertFalse(Files.exists(home.resolve("layout.v5")), "the layout");
    new Migrator(home, home.resolve("self/current/bin"))
        .migrate(LockWait.NONE, "test", MigrationListener.NONE);
    assertFalse(journals.lastCommitted().isPresent() && journals.needAttention(Instant.now()));
  }
}

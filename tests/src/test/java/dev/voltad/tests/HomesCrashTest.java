package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.migrate.MigrationFailedException;
import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.MigrationListener;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.tests.support.CrashBench;
import dev.voltad.tests.support.CrashMatrix;
import dev.voltad.tests.support.FaultyFileOps;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.SimulatedKill;
import dev.voltad.tests.support.TreeManifest;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The crash matrix: every sample home, every call that changes it. A process that dies between two
 * calls leaves one state, so "after call N" is "before call N + 1" and the last is after all.
 */
@Execution(ExecutionMode.CONCURRENT)
class HomesCrashTest {
  /** A child of the other thread holds our lock between its fork and its exec. */
  private static final LockWait WAIT = new LockWait(Duration.ofSeconds(5));

  private static final AtomicInteger KILLS = new AtomicInteger();
  private static final AtomicInteger UNDO_KILLS = new AtomicInteger();
  private static final AtomicInteger FAILURES = new AtomicInteger();

  static List<String> homes() {
    return SampleHome.names();
  }

  @AfterAll
  static void report() {
    System.out.printf(
        "crash matrix: %d points in migrations, %d in undo, %d failing calls, %d homes%n",
        KILLS.get(), UNDO_KILLS.get(), FAILURES.get(), SampleHome.names().size());
  }

  @ParameterizedTest
  @MethodSource("homes")
  void migrate_killedAtAnyCall_nextRunFinishesAndUndoGivesBack(String name) throws Exception {
    try (CrashBench bench = CrashBench.of(name)) {
      FaultyFileOps clean = FaultyFileOps.counting();
      bench.restore();
      migrate(bench, clean);
      TreeManifest wanted = bench.manifest();

      CrashMatrix matrix = new CrashMatrix();
      for (FaultyFileOps ops : FaultyFileOps.everyKill(clean)) {
        matrix.at("migration " + ops, () -> killMigration(bench, ops, wanted));
      }
      matrix.at("migration killed after all", () -> endMigration(bench, wanted));

      KILLS.addAndGet(matrix.points());
      matrix.assertAllWhole();
    }
  }

  private static void killMigration(CrashBench bench, FaultyFileOps ops, TreeManifest wanted)
      throws Exception {
    bench.restore();
    assertThrows(SimulatedKill.class, () -> migrate(bench, ops));
    recoverAndUndo(bench, wanted);
  }

  private static void endMigration(CrashBench bench, TreeManifest wanted) throws Exception {
    bench.restore();
    migrate(bench, FaultyFileOps.counting());
    recoverAndUndo(bench, wanted);
  }

  private static void recoverAndUndo(CrashBench bench, TreeManifest wanted) throws Exception {
    migrate(bench, FaultyFileOps.counting());
    wanted.assertSame(bench.manifest(), "run again");
    undo(bench, FaultyFileOps.counting());
    bench.before().assertSame(bench.manifest(), "run again, undone");
    assertEquals(List.of(), bench.journals(), "journals are left");
  }

  @ParameterizedTest
  @MethodSource("homes")
  void undo_killedAtAnyCall_nextRunEndsOldOrNew(String name) throws Exception {
    try (CrashBench bench = CrashBench.of(name)) {
      FaultyFileOps clean = FaultyFileOps.counting();
      bench.restore();
      migrate(bench, FaultyFileOps.counting());
      TreeManifest wanted = bench.manifest();
      undo(bench, clean);

      CrashMatrix matrix = new CrashMatrix();
      for (FaultyFileOps ops : FaultyFileOps.everyKill(clean)) {
        matrix.at(
            "undo " + ops + ", then undone again",
            () -> {
              killUndo(bench, ops.again());
              undo(bench, FaultyFileOps.counting());
              bench.before().assertSame(bench.manifest(), "undone again");
              recoverAndUndo(bench, wanted);
            });
        matrix.at(
            "undo " + ops + ", then migrated",
            () -> {
              killUndo(bench, ops.again());
              recoverAndUndo(bench, wanted);
            });
      }

      UNDO_KILLS.addAndGet(matrix.points());
      matrix.assertAllWhole();
    }
  }

  private static void killUndo(CrashBench bench, FaultyFileOps ops) throws Exception {
    bench.restore();
    migrate(bench, FaultyFileOps.counting());
    assertThrows(SimulatedKill.class, () -> undo(bench, ops));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void migrate_callFails_homeIsAsBeforeOrInUseAndNextRunMigrates(String name) throws Exception {
    try (CrashBench bench = CrashBench.of(name)) {
      FaultyFileOps clean = FaultyFileOps.counting();
      bench.restore();
      migrate(bench, clean);
      TreeManifest wanted = bench.manifest();

      CrashMatrix matrix = new CrashMatrix();
      for (FaultyFileOps ops : FaultyFileOps.everyFailure(clean)) {
        matrix.at("migration, " + ops, () -> failMigration(bench, ops, wanted));
      }

      FAILURES.addAndGet(matrix.points());
      matrix.assertAllWhole();
    }
  }

  private static void failMigration(CrashBench bench, FaultyFileOps ops, TreeManifest wanted)
      throws Exception {
    bench.restore();
    try {
      migrate(bench, ops);
      wanted.assertSame(bench.manifest(), "the failure did not matter");
    } catch (MigrationFailedException e) {
      if (Files.exists(bench.home().resolve("layout.v4")) && !bench.wasCurrent()) {
        // Tools have seen the marker: what they may have done since must not be taken back.
        assertEquals(State.NEEDS_RECOVERY, e.homeState(), e::why);
      } else {
        assertEquals(State.OLD, e.homeState(), e::why);
        bench.before().assertSame(bench.manifest(), "said to be as before, " + e.why());
      }
    }
    recoverAndUndo(bench, wanted);
  }

  private static void migrate(CrashBench bench, FileOps ops) throws Exception {
    new Migrator(bench.home(), bench.programs(), ops)
        .migrate(WAIT, "crash-test", MigrationListener.NONE);
  }

  private static void undo(CrashBench bench, FileOps ops) throws Exception {
    new Migrator(bench.home(), bench.programs(), ops)
        .undo(WAIT, "crash-test", MigrationListener.NONE);
  }
}

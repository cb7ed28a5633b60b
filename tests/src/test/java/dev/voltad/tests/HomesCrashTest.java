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
import dev.voltad.tests.support.FaultyFileOps;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.SimulatedKill;
import dev.voltad.tests.support.TreeManifest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
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
  private static final AtomicInteger KILLS = new AtomicInteger();
  private static final AtomicInteger UNDO_KILLS = new AtomicInteger();
  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static final AtomicInteger LEFT_TO_RECOVERY = new AtomicInteger();

  static List<String> homes() {
    return SampleHome.names();
  }

  @AfterAll
  static void report() {
    System.out.printf(
        "crash matrix: %d points in migrations, %d in undo, %d failing calls (%d of them left to"
            + " the next run), %d homes%n",
        KILLS.get(),
        UNDO_KILLS.get(),
        FAILURES.get(),
        LEFT_TO_RECOVERY.get(),
        SampleHome.names().size());
  }

  @ParameterizedTest
  @MethodSource("homes")
  void migrate_killedAtAnyCall_nextRunFinishesAndUndoGivesBack(String name) throws Exception {
    try (CrashBench bench = CrashBench.of(name)) {
      FaultyFileOps clean = FaultyFileOps.counting();
      bench.restore();
      migrate(bench, clean);
      TreeManifest wanted = bench.manifest();

      for (int call = 1; call <= clean.calls(); call++) {
        killMigration(bench, FaultyFileOps::killedBefore, call, wanted);
      }
      for (int call = 1; call <= clean.divisibleCalls(); call++) {
        killMigration(bench, FaultyFileOps::killedWithin, call, wanted);
      }

      bench.restore(); // the last point: killed after everything
      migrate(bench, FaultyFileOps.counting());
      recoverAndUndo(bench, wanted, "killed after all");
      KILLS.incrementAndGet();
    }
  }

  private static void killMigration(
      CrashBench bench, IntFunction<FaultyFileOps> fault, int call, TreeManifest wanted)
      throws Exception {
    bench.restore();
    FaultyFileOps ops = fault.apply(call);
    assertThrows(SimulatedKill.class, () -> migrate(bench, ops));
    recoverAndUndo(bench, wanted, "killed at call " + ops.calls());
    KILLS.incrementAndGet();
  }

  private static void recoverAndUndo(CrashBench bench, TreeManifest wanted, String when)
      throws Exception {
    migrate(bench, FaultyFileOps.counting());
    wanted.assertSame(bench.manifest(), when + ", then run again");
    undo(bench, FaultyFileOps.counting());
    bench.before().assertSame(bench.manifest(), when + ", run again, undone");
    assertEquals(List.of(), bench.journals(), when + ": journals are left");
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

      for (int call = 1; call <= clean.calls(); call++) {
        killUndo(bench, FaultyFileOps::killedBefore, call, wanted);
      }
      for (int call = 1; call <= clean.divisibleCalls(); call++) {
        killUndo(bench, FaultyFileOps::killedWithin, call, wanted);
      }
    }
  }

  private static void killUndo(
      CrashBench bench, IntFunction<FaultyFileOps> fault, int call, TreeManifest wanted)
      throws Exception {
    for (boolean isUndoneAgain : new boolean[] {true, false}) {
      bench.restore();
      migrate(bench, FaultyFileOps.counting());
      FaultyFileOps ops = fault.apply(call);
      assertThrows(SimulatedKill.class, () -> undo(bench, ops));
      String when = "undo killed at call " + ops.calls();

      if (isUndoneAgain) {
        undo(bench, FaultyFileOps.counting());
        bench.before().assertSame(bench.manifest(), when + ", then undone again");
      }
      migrate(bench, FaultyFileOps.counting());
      wanted.assertSame(bench.manifest(), when + ", then migrated");
      undo(bench, FaultyFileOps.counting());
      bench.before().assertSame(bench.manifest(), when + ", migrated, undone");
      UNDO_KILLS.incrementAndGet();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void migrate_callFails_homeIsAsBeforeOrNextRunHeals(String name) throws Exception {
    try (CrashBench bench = CrashBench.of(name)) {
      FaultyFileOps clean = FaultyFileOps.counting();
      bench.restore();
      migrate(bench, clean);
      TreeManifest wanted = bench.manifest();

      for (int call = 1; call <= clean.calls(); call++) {
        failMigration(bench, FaultyFileOps.failing(call), "error at call " + call, wanted);
        failMigration(bench, FaultyFileOps.fullFrom(call), "full from call " + call, wanted);
      }
    }
  }

  private static void failMigration(
      CrashBench bench, FaultyFileOps ops, String when, TreeManifest wanted) throws Exception {
    bench.restore();
    try {
      migrate(bench, ops);
      wanted.assertSame(bench.manifest(), when + ", which did not matter");
    } catch (MigrationFailedException e) {
      if (e.homeState() == State.OLD) {
        bench.before().assertSame(bench.manifest(), when + ", " + e.why());
      } else {
        LEFT_TO_RECOVERY.incrementAndGet();
      }
    }
    migrate(bench, FaultyFileOps.counting());
    wanted.assertSame(bench.manifest(), when + ", then run again");
    undo(bench, FaultyFileOps.counting());
    bench.before().assertSame(bench.manifest(), when + ", run again, undone");
    FAILURES.incrementAndGet();
  }

  private static void migrate(CrashBench bench, FileOps ops) throws Exception {
    new Migrator(bench.home(), bench.programs(), ops)
        .migrate(LockWait.NONE, "crash-test", MigrationListener.NONE);
  }

  private static void undo(CrashBench bench, FileOps ops) throws Exception {
    new Migrator(bench.home(), bench.programs(), ops)
        .undo(LockWait.NONE, "crash-test", MigrationListener.NONE);
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.MigrationFailedException;
import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.MigrationListener;
import dev.voltad.migrate.MigrationRequest;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.Scope;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.tests.support.CrashBench;
import dev.voltad.tests.support.CrashMatrix;
import dev.voltad.tests.support.DriftCase;
import dev.voltad.tests.support.FaultyFileOps;
import dev.voltad.tests.support.SimulatedKill;
import dev.voltad.tests.support.TreeManifest;
import dev.voltad.tests.support.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The crash matrix of a repair: a home in which very much has gone wrong at once, and every call
 * that puts it right or undoes that.
 */
class DriftCrashTest {
  private static final LockWait WAIT = new LockWait(Duration.ofSeconds(5));

  /** Those that others need, or that would be done twice. */
  private static final Set<String> NOT_WITH_OTHERS =
      Set.of(
          "a default shim is missing",
          "all shims are missing",
          "the marker is missing",
          "the marker is a dangling link",
          "platform.json is all zeros",
          "platform.json ends in zeros",
          "copies lost too: from its package",
          "npm's version of a Node is not recorded");

  private static void damage(CrashBench bench) throws Exception {
    bench.restore();
    for (DriftCase drift : DriftCase.thatAreRepaired()) {
      if (!NOT_WITH_OTHERS.contains(drift.what())) {
        drift.damage().in(bench.home());
      }
    }
  }

  /** A home that is right, and of whose records there are copies. */
  private static CrashBench prepare() throws Exception {
    CrashBench bench = CrashBench.of("v4-typical");
    bench.restore();
    repair(bench, FaultyFileOps.counting());
    new Migrator(bench.home(), bench.programs()).look();
    Trees.delete(bench.home().resolve("self/journal"));
    bench.keep();
    return bench;
  }

  @Test
  void repair_killedOrFailingAtAnyCall_endsRightAndUndoGivesBack() throws Exception {
    try (CrashBench bench = prepare()) {
      damage(bench);
      TreeManifest drifted = bench.manifest();
      FaultyFileOps clean = FaultyFileOps.counting();
      repair(bench, clean);
      bench.before().assertSame(bench.manifest(), "repaired");

      CrashMatrix matrix = new CrashMatrix();
      for (FaultyFileOps ops : FaultyFileOps.everyKill(clean)) {
        matrix.at("repair " + ops, () -> kill(bench, ops, drifted));
      }
      for (FaultyFileOps ops : FaultyFileOps.everyFailure(clean)) {
        matrix.at("repair, " + ops, () -> fail(bench, ops, drifted));
      }

      System.out.printf("crash matrix of a repair: %d points%n", matrix.points());
      assertTrue(matrix.points() > 100, "so much has to be put right");
      matrix.assertAllWhole();
    }
  }

  private static void kill(CrashBench bench, FaultyFileOps ops, TreeManifest drifted)
      throws Exception {
    damage(bench);
    assertThrows(SimulatedKill.class, () -> repair(bench, ops));
    repairAndUndo(bench, drifted);
  }

  private static void fail(CrashBench bench, FaultyFileOps ops, TreeManifest drifted)
      throws Exception {
    damage(bench);
    try {
      repair(bench, ops);
      bench.before().assertSame(bench.manifest(), "the failure did not matter");
    } catch (MigrationFailedException e) {
      if (e.homeState() == State.OLD) {
        drifted.assertSame(bench.manifest(), "said to be as before, " + e.why());
        DriftCase.letTimePass(bench.home()); // undoing was a change of what had been left alone
      }
    }
    repairAndUndo(bench, drifted);
  }

  private static void repairAndUndo(CrashBench bench, TreeManifest drifted) throws Exception {
    repair(bench, FaultyFileOps.counting());
    bench.before().assertSame(bench.manifest(), "run again");
    new Migrator(bench.home(), bench.programs(), FaultyFileOps.counting())
        .undo(WAIT, "crash-test", MigrationListener.NONE);
    drifted.assertSame(bench.manifest(), "run again, undone");
    assertEquals(List.of(), bench.journals(), "journals are left");
  }

  private static void repair(CrashBench bench, FileOps ops) throws Exception {
    new Migrator(bench.home(), bench.programs(), ops)
        .migrate(
            MigrationRequest.command(Scope.EVERYTHING, "crash-test", WAIT), MigrationListener.NONE);
  }
}

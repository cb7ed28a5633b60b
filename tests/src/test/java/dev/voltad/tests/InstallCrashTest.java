package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.migrate.fs.FileOps;
import dev.voltad.tests.support.CrashMatrix;
import dev.voltad.tests.support.FaultyFileOps;
import dev.voltad.tests.support.InstallBench;
import dev.voltad.tests.support.SimulatedKill;
import dev.voltad.tests.support.TreeManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installing, upgrading and giving back, killed before every call that changes the home, within
 * every copy, and with every call failing: what is on PATH is the old or the new at every point,
 * the next run ends it, and giving back gives back all.
 */
class InstallCrashTest {
  @TempDir Path folder;

  private InstallBench bench;

  @BeforeEach
  void build() throws IOException {
    bench = new InstallBench(folder);
  }

  private interface Work {
    void on(FileOps ops) throws IOException;
  }

  /** Before each point the home is made anew by {@code prepare}; after it {@code again} must do. */
  private void sweep(String what, Work prepare, Work work, Work again) throws Exception {
    FaultyFileOps clean = FaultyFileOps.counting();
    bench.fresh();
    prepare.on(FaultyFileOps.counting());
    work.on(clean);
    TreeManifest wanted = bench.manifest();

    CrashMatrix matrix = new CrashMatrix();
    List<FaultyFileOps> faults = new ArrayList<>(FaultyFileOps.everyKill(clean));
    int kills = faults.size();
    faults.addAll(FaultyFileOps.everyFailure(clean));
    for (FaultyFileOps ops : faults) {
      matrix.at(
          what + ", " + ops,
          () -> {
            bench.fresh();
            prepare.on(FaultyFileOps.counting());
            boolean isKill = matrix.points() <= kills;
            strike(work, ops, isKill);
            if (!isKill) {
              assertEquals(List.of(), bench.leftOver(), "left over");
            }
            assertEquals(List.of(), bench.broken(), "at the point");
            again.on(FaultyFileOps.counting());
            assertEquals(List.of(), bench.broken(), "after another run");
            wanted.assertSame(bench.manifest(), "after another run");
            bench.giveBack(FaultyFileOps.counting());
            bench.before().assertSame(bench.manifest(), "given back");
          });
    }
    System.out.printf(
        "crash matrix: %s: %d points, %d of them kills%n", what, matrix.points(), kills);
    matrix.assertAllWhole();
  }

  private static void strike(Work work, FileOps ops, boolean isKill) throws IOException {
    if (isKill) {
      assertThrows(SimulatedKill.class, () -> work.on(ops));
      return;
    }
    try {
      work.on(ops);
    } catch (IOException expected) {
      // said to whoever asked
    }
  }

  @Test
  void install_atAnyCall_isOldOrNew() throws Exception {
    sweep("install", ops -> {}, this::installNew, this::installNew);
  }

  @Test
  void upgrade_atAnyCall_isOldOrNew() throws Exception {
    sweep(
        "upgrade", ops -> bench.install(InstallBench.OLD, ops), this::installNew, this::installNew);
  }

  @Test
  void giveBack_atAnyCall_isOldOrNew() throws Exception {
    sweep("give back", this::installNew, bench::giveBack, bench::giveBack);
  }

  @Test
  void repair_atAnyCall_leavesProgramsAndTheNextRunEndsIt() throws Exception {
    bench.fresh();
    installNew(FaultyFileOps.counting());
    TreeManifest whole = bench.used();
    bench.installDamaged();
    assertFalse(bench.used().equals(whole), "nothing is damaged");
    sweep(
        "repair of a slot",
        ops -> bench.installDamaged(),
        bench::repair,
        ops -> {
          bench.repair(ops);
          whole.assertSame(bench.used(), "repaired");
        });
  }

  private void installNew(FileOps ops) throws IOException {
    bench.install(InstallBench.NEW, ops);
  }
}

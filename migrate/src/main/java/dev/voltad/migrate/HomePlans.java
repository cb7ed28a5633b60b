package dev.voltad.migrate;

import dev.voltad.migrate.fs.HomeLock;
import dev.voltad.migrate.fs.IoReason;
import dev.voltad.migrate.journal.Journals;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Detection;
import dev.voltad.migrate.plan.Drift;
import dev.voltad.migrate.plan.HomeSnapshot;
import dev.voltad.migrate.plan.Plan;
import dev.voltad.migrate.plan.Planner;
import dev.voltad.migrate.plan.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads one home and says what would be done to it. Changes nothing. */
final class HomePlans {
  private static final Path SLOTS = Path.of("self/slots");
  private static final Path POINTED = Path.of("self/current/bin");

  private final Path home;
  private final Path shimProgram;

  HomePlans(Path home, Path install) {
    this.home = home;
    this.shimProgram = shimProgram(home, install);
  }

  /**
   * What a shim's link holds: nothing that outlives a release names one, so programs inside the
   * home are reached through {@code self/current}, relative to {@code bin/}.
   */
  private static Path shimProgram(Path home, Path install) {
    Path bin = isInSlot(home, install) ? home.resolve(POINTED) : install;
    Path program = bin.resolve("volta-shim");
    boolean isInside = bin.startsWith(home.resolve(HomeLayout.SELF));
    boolean isPlainBin = !Files.isSymbolicLink(home.resolve(HomeLayout.BIN));
    return isInside && isPlainBin ? Path.of("..").resolve(home.relativize(program)) : program;
  }

  /** A program that was started from a release of the home has that release's real path. */
  private static boolean isInSlot(Path home, Path install) {
    try {
      return install.startsWith(home.resolve(SLOTS))
          || install.startsWith(home.toRealPath().resolve(SLOTS));
    } catch (IOException noHome) {
      return false;
    }
  }

  /** While an update can be taken back, so can the layout: the release before needs its marker. */
  private Planner planner() {
    return new Planner(shimProgram, Files.exists(home.resolve(HomeLayout.UPDATE)));
  }

  /** Whether the home has the current layout and every shim in place: the usual case, cheaply. */
  boolean isCurrent() throws IOException, LayoutTooNewException, RefusedException {
    if (!Files.isDirectory(home)) {
      return false;
    }
    HomeSnapshot snapshot = HomeScanner.scanShims(home);
    Detection detection = LayoutDetector.detect(snapshot);
    return detection.layout().equals(Optional.of(LayoutVersion.CURRENT))
        && planner().plan(snapshot, detection, "none").operations().isEmpty();
  }

  /** The plan for the home as it is now. */
  Plan plan(Scope scope, String id) throws IOException, LayoutTooNewException, RefusedException {
    HomeSnapshot snapshot = scan();
    Optional<Drift> drift =
        scope == Scope.EVERYTHING
            ? Optional.of(DriftScanner.scan(home, snapshot, Instant.now()))
            : Optional.empty();
    return plan(snapshot, drift, id);
  }

  private HomeSnapshot scan() throws IOException {
    return Files.isDirectory(home)
        ? HomeScanner.scan(home)
        : new HomeSnapshot(home, new TreeMap<>());
  }

  private Plan plan(HomeSnapshot snapshot, Optional<Drift> drift, String id)
      throws LayoutTooNewException, RefusedException {
    return planner().plan(snapshot, LayoutDetector.detect(snapshot), id, drift);
  }

  /**
   * Reads the home without the lock.
   *
   * @param onCurrent gets what was seen of a home that has the current layout
   */
  HomeState state(Journals journals, boolean isHeldBack, Consumer<HomeSnapshot> onCurrent) {
    StateBuilder state = new StateBuilder();
    try {
      HomeSnapshot snapshot = scan();
      Drift drift = DriftScanner.scan(home, snapshot, Instant.now());
      state.isUnsettled = !drift.fresh().isEmpty();
      Plan plan = plan(snapshot, Optional.of(drift), "none");
      state.plan = Optional.of(plan);
      if (plan.from().equals(Optional.of(LayoutVersion.CURRENT))) {
        onCurrent.accept(snapshot);
      }
      state.unfinished = journals.firstUnfinished();
      state.undoable = journals.lastCommitted();
    } catch (LayoutTooNewException e) {
      state.problem = Optional.of("the marker " + e.marker() + " is newer than this program knows");
    } catch (RefusedException e) {
      state.problem = Optional.of(HomePath.text(e.path()) + ": " + e.reason());
    } catch (IOException e) {
      state.problem = Optional.of(home + ": " + IoReason.of(e));
    }
    return state.build(home, isHeldBack);
  }

  /** Collects what can be read before something cannot. */
  private static final class StateBuilder {
    private Optional<Plan> plan = Optional.empty();
    private Optional<String> unfinished = Optional.empty();
    private Optional<String> undoable = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private boolean isUnsettled;

    private HomeState build(Path home, boolean isHeldBack) {
      int pending = plan.map(p -> p.operations().size()).orElse(0);
      Optional<Instant> until =
          undoable.flatMap(Journals::begun).map(begun -> begun.plus(Journals.KEPT));
      boolean exists = Files.isDirectory(home);
      return new HomeState(
          exists,
          plan.flatMap(Plan::from),
          plan.map(Plan::evidence).orElse("not read"),
          plan.isPresent() && pending == 0 && unfinished.isEmpty(),
          pending,
          unfinished,
          undoable,
          until,
          isHeldBack,
          exists ? HomeLock.holder(home) : Optional.empty(),
          plan.map(Plan::findings).orElse(List.of()),
          problem,
          isUnsettled);
    }
  }
}

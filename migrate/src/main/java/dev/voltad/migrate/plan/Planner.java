package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Makes the plan for a home: the steps from its layout to the current one, then the shims, then the
 * marker. Pure: the same snapshot and id give the same plan.
 */
public final class Planner {
  /** The step that starts from each layout, in the order of {@link LayoutVersion}. */
  private static final List<Step> STEPS =
      List.of(new V0ToV1(), new V1ToV2(), new V2ToV3(), new V3ToV4());

  private final Path shimProgram;
  private final boolean keepsOldMarkers;

  /** One that takes old markers away. */
  public Planner(Path shimProgram) {
    this(shimProgram, false);
  }

  /**
   * @param shimProgram what a shim's link should hold, for example {@code
   *     ../self/current/bin/volta-shim}
   * @param keepsOldMarkers whether the markers of older layouts stay beside the new one, because
   *     programs that look for them may still be at work, or come back
   */
  public Planner(Path shimProgram, boolean keepsOldMarkers) {
    this.shimProgram = shimProgram;
    this.keepsOldMarkers = keepsOldMarkers;
  }

  /**
   * The plan for a home.
   *
   * @param id of the journal that will hold it
   * @throws RefusedException if a folder that must be looked into is not there to look into
   */
  public Plan plan(HomeSnapshot home, Detection detection, String id) throws RefusedException {
    return plan(home, detection, id, Optional.empty());
  }

  /**
   * The same, and for a home that has the current layout also what else has gone wrong in it.
   *
   * @param drift empty for the layout, the links and the markers only
   */
  public Plan plan(HomeSnapshot home, Detection detection, String id, Optional<Drift> drift)
      throws RefusedException {
    Optional<LayoutVersion> from = detection.layout();
    boolean isCurrent = from.equals(Optional.of(LayoutVersion.CURRENT));
    refuseObstacles(home, isCurrent ? List.of(HomeLayout.BIN) : HomeLayout.DIRECTORIES);
    Workspace workspace = Workspace.of(id, home);

    List<Operation> operations = new ArrayList<>();
    HomeSnapshot now = home;
    if (!isCurrent) {
      now = extend(operations, now, new FreshHome().plan(now, workspace));
      // What v0 leaves goes last: until the shims lead elsewhere, they lead to v0's program.
      int first = Math.max(1, from.map(LayoutVersion::ordinal).orElse(STEPS.size()));
      for (Step step : STEPS.subList(first, STEPS.size())) {
        now = extend(operations, now, step.plan(now, workspace));
      }
    } else if (drift.isPresent()) {
      now = extend(operations, now, DriftRepair.plan(now, workspace, drift.get()));
    }
    if (now.isDirectory(HomeLayout.BIN)) {
      now = extend(operations, now, new ShimPlan(now, shimProgram).plan());
    }
    if (from.equals(Optional.of(LayoutVersion.V0))) {
      now = extend(operations, now, STEPS.get(0).plan(now, workspace));
    }
    now = extend(operations, now, markers(now, workspace));
    List<Finding> findings = Findings.of(now, shimProgram);
    return new Plan(
        workspace,
        from,
        LayoutVersion.CURRENT.id(),
        detection.evidence(),
        withForeign(workspace, operations),
        findings);
  }

  private static HomeSnapshot extend(
      List<Operation> operations, HomeSnapshot now, List<Operation> more) {
    operations.addAll(more);
    return now.after(more);
  }

  /**
   * Everything durable, then the new marker, durable, then the old markers away: whoever finds the
   * new marker finds a home that is whole, even after a power cut.
   */
  private List<Operation> markers(HomeSnapshot home, Workspace workspace) {
    Path marker = LayoutVersion.CURRENT.marker().orElseThrow();
    List<Operation> operations = new ArrayList<>();
    if (!home.leadsSomewhere(marker)) {
      if (home.has(marker)) {
        operations.add(new Operation.Move(marker, workspace.trash(marker)));
      }
      operations.add(new Operation.SyncHome());
      operations.add(new Operation.PutFile(marker, "", false));
      operations.add(new Operation.SyncDir(Path.of("")));
    }
    if (keepsOldMarkers) {
      return operations;
    }
    List<LayoutVersion> newestFirst = Arrays.asList(LayoutVersion.values());
    newestFirst = new ArrayList<>(newestFirst.subList(0, LayoutVersion.CURRENT.ordinal()));
    Collections.reverse(newestFirst);
    for (LayoutVersion old : newestFirst) {
      old.marker()
          .filter(home::has)
          .ifPresent(path -> operations.add(new Operation.Move(path, workspace.trash(path))));
    }
    return operations;
  }

  /** Areas outside the journal's own folder are made, and undone, with the plan itself. */
  private static List<Operation> withForeign(Workspace workspace, List<Operation> operations) {
    boolean usesForeign =
        operations.stream().anyMatch(operation -> touchesForeign(workspace, operation));
    if (!usesForeign) {
      return operations;
    }
    List<Operation> all = new ArrayList<>();
    workspace.foreignDirectories().forEach(path -> all.add(new Operation.MakeDir(path)));
    all.addAll(operations);
    return all;
  }

  private static boolean touchesForeign(Workspace workspace, Operation operation) {
    boolean isSync =
        operation instanceof Operation.SyncHome || operation instanceof Operation.SyncDir;
    return !isSync && !workspace.area(operation.subject()).startsWith(HomeLayout.JOURNALS);
  }

  private static void refuseObstacles(HomeSnapshot home, List<Path> directories)
      throws RefusedException {
    for (Path path : directories) {
      Optional<Entry> entry = home.at(path);
      if (entry.isEmpty()) {
        continue;
      }
      if (entry.get() instanceof Entry.Directory directory) {
        if (directory.problem().isPresent()) {
          String next = "Make " + HomePath.text(path) + " readable, then run `volta-migrate`.";
          throw new RefusedException(path, directory.problem().get(), next);
        }
      } else if (entry.get() instanceof Entry.Link link) {
        throw new RefusedException(
            path,
            "it is a link to " + HomePath.text(link.target()) + ", and no folder is there",
            "Mount or restore what it leads to, then run `volta-migrate`.");
      } else {
        throw new RefusedException(
            path, "it must be a folder and is a file", "Move it away, then run `volta-migrate`.");
      }
    }
  }
}

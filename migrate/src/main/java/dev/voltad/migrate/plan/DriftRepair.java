package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is put right in a home of the current layout besides its links and markers. Only what can be
 * explained is touched; all else is in {@link Findings}.
 *
 * <p>In this order: folders of the layout that are missing; what is abandoned in {@code tmp/};
 * whole Node images that an upstream migration left there, out of the trash if need be, because an
 * operation can be told to be done only while the folder it takes from is where it was; a missing
 * record of the npm that came with a Node; records whose end is missing.
 */
final class DriftRepair {
  private final Workspace workspace;
  private final Drift drift;
  private final Draft draft;
  private final HomeSnapshot now;

  private DriftRepair(HomeSnapshot home, Workspace workspace, Drift drift) {
    this.workspace = workspace;
    this.drift = drift;
    this.draft = new Draft(home);
    this.now = draft.now();
  }

  static List<Operation> plan(HomeSnapshot home, Workspace workspace, Drift drift) {
    DriftRepair repair = new DriftRepair(home, workspace, drift);
    repair.folders();
    List<Path> folders = repair.leftovers();
    NodeImages.bringBackStranded(repair.now, folders, workspace).forEach(repair.draft::add);
    NodeImages.recordBundledNpm(repair.now).forEach(repair.draft::add);
    repair.records();
    return List.copyOf(repair.draft.operations());
  }

  private void folders() {
    for (Path folder : HomeLayout.DIRECTORIES) {
      Path parent = folder.getParent();
      if (!now.has(folder) && (parent == null || isListed(parent))) {
        draft.add(new Operation.MakeDir(folder));
      }
    }
  }

  /** Whether what is in a folder was seen: one that cannot be listed only looks empty. */
  private boolean isListed(Path folder) {
    return now.isDirectory(folder)
        && !(now.at(folder).orElseThrow() instanceof Entry.Directory directory
            && directory.problem().isPresent());
  }

  private void records() {
    for (Path file : Records.cutOff(now)) {
      if (!drift.fresh().contains(file)) {
        whole(file).ifPresent(text -> draft.add(new Operation.PutFile(file, text, true)));
      }
    }
  }

  /** The text that a record should have: the last good copy, or what its package says. */
  private Optional<String> whole(Path file) {
    return Optional.ofNullable(drift.copies().get(file))
        .filter(text -> Records.isReadable(file, text))
        .or(() -> file.startsWith(HomeLayout.BINS) ? fromPackage(file) : Optional.empty());
  }

  private Optional<String> fromPackage(Path file) {
    List<String> texts =
        Packages.files(now).stream()
            .flatMap(packageFile -> now.text(packageFile).flatMap(PackageConfig::read).stream())
            .filter(config -> !config.isLegacy())
            .flatMap(
                config ->
                    config.bins().stream()
                        .filter(bin -> HomePath.text(file).equals(binFile(bin)))
                        .map(config::binText))
            .toList();
    return texts.size() == 1 ? Optional.of(texts.get(0)) : Optional.empty();
  }

  private static String binFile(String bin) {
    return HomePath.text(HomeLayout.BINS) + "/" + bin + ".json";
  }

  /** Takes away what is abandoned; where what is, or was, in {@code tmp/} is now. */
  private List<Path> leftovers() {
    List<Path> folders = new ArrayList<>();
    for (Path path : new TreeSet<>(drift.abandoned())) {
      if (now.has(path)) {
        draft.add(new Operation.Move(path, workspace.trash(path)));
        folders.add(workspace.trash(path));
      }
    }
    folders.addAll(now.children(HomeLayout.TMP));
    return folders;
  }
}

package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Layout v2 to v3: every installed package becomes a prefix of its own, with configs in the new
 * form; the package archives go away. Works without a network. A package that cannot be converted
 * stays as it is, and then the archives stay too.
 */
final class V2ToV3 implements Step {
  @Override
  public List<Operation> plan(HomeSnapshot home, Workspace workspace) {
    Draft draft = new Draft(home);
    boolean isComplete = true;
    for (Path file : Packages.files(home)) {
      Optional<PackageConfig> config = home.text(file).flatMap(PackageConfig::read);
      if (config.isEmpty() || !config.get().isLegacy()) {
        continue;
      }
      if (PackageConversion.obstacle(draft.now(), file, config.get()).isPresent()) {
        isComplete = false;
      } else {
        PackageConversion.plan(draft, workspace, config.get());
      }
    }
    Path archives = HomeLayout.PACKAGE_INVENTORY;
    if (isComplete && home.isRealDirectory(archives) && isMovable(home, archives)) {
      draft.add(new Operation.Move(archives, workspace.trash(archives)));
    }
    return draft.operations();
  }

  /** A mounted or linked folder is not ours to move. */
  private static boolean isMovable(HomeSnapshot home, Path directory) {
    return home.at(directory).filter(Entry.Directory.PLAIN::equals).isPresent();
  }
}

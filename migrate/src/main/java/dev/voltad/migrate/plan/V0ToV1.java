package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import java.util.List;

/** Layout v0 to v1: the programs and the shell functions at the top of the home go away. */
final class V0ToV1 implements Step {
  @Override
  public List<Operation> plan(HomeSnapshot home, Workspace workspace) {
    return HomeLayout.V0_ONLY.stream()
        .filter(home::has)
        .filter(path -> !home.isDirectory(path))
        .<Operation>map(path -> new Operation.Move(path, workspace.trash(path)))
        .toList();
  }
}

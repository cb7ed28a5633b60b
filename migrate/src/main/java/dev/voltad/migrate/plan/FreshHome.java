package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import java.util.List;

/** All folders of the current layout that are missing: the whole of a fresh home's migration. */
final class FreshHome implements Step {
  @Override
  public List<Operation> plan(HomeSnapshot home, Workspace workspace) {
    return HomeLayout.DIRECTORIES.stream()
        .filter(path -> !home.isDirectory(path))
        .<Operation>map(Operation.MakeDir::new)
        .toList();
  }
}

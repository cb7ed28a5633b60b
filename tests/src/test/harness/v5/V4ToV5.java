package dev.voltad.migrate.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A layout that there is only in tests: it has a folder more, with a file that tells what the default
 * platform was. It adds and takes nothing away, as every layout from v5 on must: programs of the
 * layout before go on working with the home.
 */
final class V4ToV5 implements Step {
  private static final Path FOLDER = Path.of("tools/future");
  private static final Path FILE = Path.of("tools/future/layout.txt");

  @Override
  public List<Operation> plan(HomeSnapshot home, Workspace workspace) {
    List<Operation> operations = new ArrayList<>();
    if (!home.has(FOLDER)) {
      operations.add(new Operation.MakeDir(FOLDER));
    }
    if (!home.has(FILE)) {
      operations.add(new Operation.PutFile(FILE, "v5\n", false));
    }
    return operations;
  }
}

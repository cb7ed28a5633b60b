package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.LayoutVersion;
import java.util.List;
import java.util.Optional;

/**
 * Everything that will be done to one home, in order.
 *
 * @param workspace where replaced things go
 * @param from the layout found; empty for an empty home
 * @param evidence how it was recognised
 * @param operations may be empty: then nothing has to be done
 * @param findings what will be kept as it is because it cannot be used
 */
public record Plan(
    Workspace workspace,
    Optional<LayoutVersion> from,
    String evidence,
    List<Operation> operations,
    List<Finding> findings) {

  public Plan {
    operations = List.copyOf(operations);
    findings = List.copyOf(findings);
  }

  /** Whether it brings the home to another layout, and does not only put links or markers right. */
  public boolean changesLayout() {
    return !from.equals(Optional.of(LayoutVersion.CURRENT))
        && operations.stream().anyMatch(operation -> !isRepair(operation));
  }

  private static boolean isRepair(Operation operation) {
    return operation instanceof Operation.Link
        || operation instanceof Operation.SyncHome
        || operation instanceof Operation.SyncDir
        || LayoutVersion.CURRENT.marker().equals(Optional.of(operation.subject()));
  }
}

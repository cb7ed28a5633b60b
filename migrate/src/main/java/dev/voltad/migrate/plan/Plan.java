package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.LayoutVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything that will be done to one home, in order.
 *
 * @param workspace where replaced things go
 * @param from the layout found; empty for an empty home
 * @param to the layout it leads to, for example {@code v4}: a word, because the journal of a newer
 *     release may lead to one that this release does not know
 * @param evidence how it was recognised
 * @param operations may be empty: then nothing has to be done
 * @param findings what will be kept as it is because it cannot be used
 */
public record Plan(
    Workspace workspace,
    Optional<LayoutVersion> from,
    String to,
    String evidence,
    List<Operation> operations,
    List<Finding> findings) {

  private static final Pattern LAYOUT = Pattern.compile("v[1-9][0-9]{0,3}");

  /**
   * @throws IllegalArgumentException if {@code to} names no layout
   */
  public Plan {
    if (!LAYOUT.matcher(to).matches()) {
      throw new IllegalArgumentException("not a layout: " + to);
    }
    operations = List.copyOf(operations);
    findings = List.copyOf(findings);
  }

  /** Whether it brings the home to another layout, and does not only put links or markers right. */
  public boolean changesLayout() {
    return !from.map(LayoutVersion::id).equals(Optional.of(to))
        && operations.stream().anyMatch(operation -> !isRepair(operation));
  }

  /** Whether it leads to a layout that this release does not know. */
  public boolean leadsBeyondUs() {
    return Integer.parseInt(to.substring(1)) > LayoutVersion.CURRENT.ordinal();
  }

  /** The marker of the layout it leads to. */
  public Path marker() {
    return Path.of("layout." + to);
  }

  private boolean isRepair(Operation operation) {
    return operation instanceof Operation.Link
        || operation instanceof Operation.SyncHome
        || operation instanceof Operation.SyncDir
        || marker().equals(operation.subject());
  }
}

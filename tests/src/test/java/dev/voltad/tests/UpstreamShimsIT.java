package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every shim of every sample home in up to six folders, beside what upstream's shim printed and
 * returned after upstream's own migration of the same home: {@code homes/*.shims.txt}. A row is the
 * same here, or one of the differences that are wanted.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class UpstreamShimsIT {
  /** What the scripts that stand for tools need; there is no node, npm or yarn among them. */
  private static final List<String> SYSTEM = List.of("sh", "cat", "dirname", "env", "readlink");

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  /** Why a row is not the same; every other difference is a fault. */
  private enum Difference {
    NONE("the same"),
    HEALED("upstream's migration took this home for an empty one, ours finds its tools"),
    BOGUS("upstream makes a shim from half the name of an executable with a dot, ours does not"),
    USERS_LINK("upstream makes the user's own link a shim, ours leaves it alone"),
    ARCHIVE("upstream unpacks a missing Node from its archive, ours says that it is missing");

    private final String reason;

    Difference(String reason) {
      this.reason = reason;
    }

    /** The outcome is empty if there is nothing of that name to run. */
    static Optional<Difference> of(Row row, Optional<Outcome> outcome) {
      if (outcome.filter(row::isSame).isPresent()) {
        return Optional.of(NONE);
      }
      if (row.exit == 126 && row.tool.equals("sha") && outcome.isEmpty()) {
        return Optional.of(BOGUS);
      }
      if (row.exit == 126
          && row.tool.startsWith("my-")
          && outcome.map(Difference::isEnv).orElse(true)) {
        return Optional.of(USERS_LINK);
      }
      if (row.exit == 126
          && row.home.startsWith("v0-cut-trap")
          && outcome.filter(ended -> ended.exit() == 0).isPresent()) {
        return Optional.of(HEALED);
      }
      boolean hasArchive = List.of("v0-odd", "v2-odd", "v3-odd").contains(row.home);
      return row.exit == 0 && hasArchive && outcome.filter(Difference::isMissing).isPresent()
          ? Optional.of(ARCHIVE)
          : Optional.empty();
    }

    /** One of the user's links leads to the system's env, the other one nowhere. */
    private static boolean isEnv(Outcome outcome) {
      return outcome.exit() == 0 && outcome.out().startsWith("env ");
    }

    private static boolean isMissing(Outcome outcome) {
      return outcome.exit() == 126 && outcome.err().contains("why:  node@");
    }
  }

  private record Row(
      String home, String folder, String tool, String argument, int exit, String out) {
    static Row of(String home, String line) {
      String[] fields = line.split(" \\| ", -1);
      String[] command = fields[1].split(" ");
      int exit = Integer.parseInt(fields[2]);
      return new Row(home, fields[0], command[0], command[1], exit, fields[3].strip());
    }

    boolean isSame(Outcome outcome) {
      return outcome.exit() == exit && outcome.out().strip().replace('\n', '~').equals(out);
    }
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void rows_afterOurMigration_areUpstreamsOrWanted() throws IOException {
    Path system = Files.createDirectory(dir.resolve("system"));
    for (String program : SYSTEM) {
      Files.createSymbolicLink(system.resolve(program), Path.of("/usr/bin").resolve(program));
    }
    Map<Difference, Integer> counts = new EnumMap<>(Difference.class);
    List<String> wrong = new ArrayList<>();
    int homes = 0;
    for (String name : SampleHome.names()) {
      if (Files.exists(SampleHome.file(name + ".shims.txt"))) {
        compare(name, system, counts, wrong);
        homes++;
      }
    }

    int rows = counts.values().stream().mapToInt(Integer::intValue).sum() + wrong.size();
    System.out.printf("rows of upstream's shims: %d in %d homes%n", rows, homes);
    counts.forEach((kind, count) -> System.out.printf("  %5d  %s%n", count, kind.reason));
    assertEquals(List.of(), wrong);
    assertEquals(Difference.values().length, counts.size(), "a difference is no longer there");
  }

  private void compare(
      String name, Path system, Map<Difference, Integer> counts, List<String> wrong)
      throws IOException {
    SampleHome sample = SampleHome.unpack(name, dir);
    tree.migrate(sample).run().assertExit(0);
    for (String line : Files.readAllLines(SampleHome.file(name + ".shims.txt"))) {
      Row row = Row.of(name, line);
      Optional<Outcome> outcome = run(sample, row, system);
      Difference.of(row, outcome)
          .ifPresentOrElse(
              difference -> counts.merge(difference, 1, Integer::sum),
              () -> wrong.add(line + "\n" + outcome));
    }
    Trees.delete(sample.user());
  }

  private Optional<Outcome> run(SampleHome sample, Row row, Path system) {
    Path bin = sample.home().resolve("bin");
    if (!Files.exists(bin.resolve(row.tool))) {
      return Optional.empty();
    }
    Outcome outcome =
        tree.tool(sample, row.tool, row.argument)
            .with("PATH", bin + ":" + system)
            .in(sample.user().resolve(row.folder))
            .run();
    return Optional.of(outcome);
  }
}

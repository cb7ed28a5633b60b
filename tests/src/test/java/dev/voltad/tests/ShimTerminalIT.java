package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A tool that is run through the shim on a pseudo-terminal: signals, job control, exit statuses and
 * everything that a process hands down, all as without the shim. {@code harness/terminal} has the
 * cases.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ShimTerminalIT {
  private static final Path CASES =
      Path.of("src/test/harness/terminal/terminal.py").toAbsolutePath();

  @Test
  void cases_throughTheShim_allHold() throws IOException {
    Outcome outcome = run();

    System.out.print(outcome.out());
    outcome.assertExit(0);
    assertEquals(Set.of(), cases(outcome, "FAILED"), outcome::toString);
  }

  /** Shims that break the contract, so that it is known of every case that it can fail. */
  @Test
  void cases_throughShimsThatBreakThem_eachFailsWithOneOfThem() throws IOException {
    Set<String> neverFailed = new TreeSet<>();
    Set<String> failed = new TreeSet<>();
    for (String how : List.of("SPAWNING", "FORWARDING", "DETACHING", "CARELESS")) {
      Outcome outcome = run(how).assertExit(1);
      Set<String> now = cases(outcome, "FAILED");
      System.out.printf("a shim that is %s: %d cases failed%n", how, now.size());
      assertTrue(now.size() >= 10, outcome::toString);
      failed.addAll(now);
      neverFailed.addAll(cases(outcome, "ok"));
    }
    neverFailed.removeAll(failed);

    assertEquals(Set.of(), neverFailed);
  }

  private static Outcome run(String... more) throws IOException {
    Path folder = Trees.createInMemory("voltad-terminal").toRealPath();
    try (ProductTree tree = ProductTree.open()) {
      return Program.of("python3", "-B", CASES.toString(), tree.bin().toString(), folder.toString())
          .and(more)
          .within(Duration.ofMinutes(3))
          .run();
    } finally {
      Trees.delete(folder);
    }
  }

  /** The names of the cases with the verdict; fails unless all cases came to their end. */
  private static Set<String> cases(Outcome outcome, String verdict) {
    List<String> lines = outcome.out().lines().toList();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    assertTrue(last.startsWith(lines.size() - 1 + " cases, "), outcome::toString);
    return lines.stream()
        .filter(line -> line.startsWith(verdict + " "))
        .map(line -> line.split(" +")[1])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  private static final Pattern COUNTS = Pattern.compile("(\\d+) cases, \\d+ ok, (\\d+) failed");

  @Test
  void cases_throughTheShim_allHold() throws IOException {
    Outcome outcome = run();

    System.out.print(outcome.out());
    outcome.assertExit(0);
    assertEquals(0, failed(outcome), outcome::toString);
  }

  /** Shims that break the contract, so that it is known that the cases can fail. */
  @ParameterizedTest
  @ValueSource(strings = {"SPAWNING", "FORWARDING", "DETACHING", "CARELESS"})
  void cases_throughAShimThatBreaksThem_fail(String how) throws IOException {
    Outcome outcome = run(how);

    System.out.printf(
        "a shim that is %s: %s", how, outcome.out().lines().reduce((a, b) -> b).orElse("") + "\n");
    outcome.assertExit(1);
    assertTrue(failed(outcome) >= 10, outcome::toString);
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

  private static int failed(Outcome outcome) {
    Matcher counts = COUNTS.matcher(outcome.out());
    assertTrue(counts.find(), outcome::toString);
    return Integer.parseInt(counts.group(2));
  }
}

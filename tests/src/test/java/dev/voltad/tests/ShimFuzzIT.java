package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NativeBuild;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The C of the shim under tools that look for what tests do not think of: libFuzzer with the
 * address and undefined-behaviour sanitizers, its whole check under the sanitizers, and gcc's
 * analyzer. {@code ./dev fuzz} fuzzes for ten minutes instead of one.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ShimFuzzIT {
  private static final int SECONDS = Integer.getInteger("voltad.fuzz.seconds", 60);
  private static final Duration LIMIT = Duration.ofSeconds(SECONDS).plusMinutes(3);
  private static final List<String> TARGETS = List.of("json", "path", "reply", "version");
  private static final Pattern EXECUTIONS = Pattern.compile("number_of_executed_units: (\\d+)");

  @TempDir Path dir;

  @Test
  void targets_fuzzedForAWhile_breakNoProperty() throws IOException {
    make("fuzz").assertExit(0);
    Map<String, Running> all = new LinkedHashMap<>();
    for (String target : TARGETS) {
      all.put(target, fuzz(target, SECONDS).start());
    }

    for (Map.Entry<String, Running> target : all.entrySet()) {
      try (Running running = target.getValue()) {
        Outcome outcome = running.await();
        // The log of a crash holds the input, in base64.
        assertEquals(0, outcome.exit(), outcome::toString);
        System.out.printf(
            "fuzzed %-8s %d s, %d executions, nothing found%n",
            target.getKey(), outcome.took().toSeconds(), executions(outcome));
      }
    }
  }

  @Test
  void target_withAFaultPlanted_findsIt() throws IOException {
    make("fuzz", "FAULT=-DPLANTED_FAULT").assertExit(0);

    Outcome outcome = fuzz("json", 60).run();

    assertNotEquals(0, outcome.exit(), outcome::toString);
    assertTrue(outcome.err().contains("broken: "), outcome::toString);
  }

  @Test
  void check_underSanitizers_isClean() {
    Outcome outcome = make("check", "SAN=1").assertExit(0);

    assertTrue(outcome.out().contains(" cases, 0 failed"), outcome::toString);
    System.out.print(
        "under sanitizers: " + outcome.out().lines().reduce((a, b) -> b).orElse("") + "\n");
  }

  @Test
  void analyzer_ofGcc_hasNothingToSay() {
    Outcome outcome = make("analyze").assertExit(0);

    assertEquals("", outcome.err());
  }

  private Outcome make(String... arguments) {
    return new NativeBuild(dir).make(arguments);
  }

  /** Starts with the inputs in the project; what it finds itself goes into a folder of the test. */
  private Program fuzz(String target, int seconds) throws IOException {
    Path found = Files.createDirectories(dir.resolve("found").resolve(target));
    Path inputs = NativeBuild.MODULE.resolve("src/test/c/fuzz/corpus").resolve(target);
    return Program.of(dir.resolve("fuzz-" + target).toString())
        .and("-max_total_time=" + seconds, "-print_final_stats=1", "-timeout=5", "-verbosity=1")
        .and("-artifact_prefix=" + found + "/", found.toString(), inputs.toString())
        .within(LIMIT);
  }

  private static long executions(Outcome outcome) {
    Matcher matcher = EXECUTIONS.matcher(outcome.err());
    assertTrue(matcher.find(), outcome::toString);
    return Long.parseLong(matcher.group(1));
  }
}

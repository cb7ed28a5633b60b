package dev.voltad.tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

/**
 * How a program ended.
 *
 * @param command what was run
 * @param exit its exit status; 128 and the signal's number if a signal ended it
 * @param out its stdout
 * @param err its stderr
 * @param took from start to end
 */
public record Outcome(List<String> command, int exit, String out, String err, Duration took) {

  /** Fails with everything the program printed unless it ended like this. */
  public Outcome assertExit(int expected) {
    assertEquals(expected, exit, this::toString);
    return this;
  }

  /** Fails unless stderr holds the four lines of a problem, and nothing looks like a bug. */
  public Outcome assertProblem(int expectedExit, String code) {
    assertExit(expectedExit);
    assertNoTrace();
    assertTrue(err.contains(": Could not "), this::toString);
    assertTrue(err.contains("\n  why:  "), this::toString);
    assertTrue(err.contains("\n  next: "), this::toString);
    assertTrue(err.contains("\n  code: " + code + "\n"), this::toString);
    return this;
  }

  /** Fails if a stack trace reached the terminal. */
  public Outcome assertNoTrace() {
    boolean isTraced = (out + "\n" + err).lines().anyMatch(line -> line.startsWith("\tat "));
    assertTrue(!isTraced, this::toString);
    return this;
  }

  /** Fails unless stdout or stderr holds {@code text}. */
  public Outcome assertSays(String text) {
    assertTrue(out.contains(text) || err.contains(text), () -> "no \"" + text + "\" in " + this);
    return this;
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + "\nended with "
        + exit
        + " after "
        + took.toMillis()
        + " ms\n--- stdout\n"
        + out
        + "--- stderr\n"
        + err;
  }
}

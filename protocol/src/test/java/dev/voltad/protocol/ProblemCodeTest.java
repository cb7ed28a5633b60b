package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ProblemCodeTest {

  /** Scripts depend on these: lines are only ever added. */
  @Test
  void idsAndExitCodes_neverChangeTheirMeaning() {
    assertEquals(
        """
        1 internal
        1 busy
        1 bad-request
        1 no-such-resource
        1 method-not-allowed
        3 arguments
        4 no-such-version
        5 network
        6 environment
        7 filesystem
        8 configuration
        9 not-implemented
        20 lock-held
        20 lock-unavailable
        21 layout-too-new
        22 signature-invalid
        23 refused-by-policy
        24 daemon-unreachable
        126 cannot-run
        127 not-found
        """,
        Arrays.stream(ProblemCode.values())
            .map(code -> code.exitCode() + " " + code.id() + "\n")
            .collect(Collectors.joining()));
  }

  @Test
  void problem_asJson_hasTheFieldsOfItsRfcFirst() {
    Problem problem = new Problem("Could not a.", "b", ProblemCode.LOCK_HELD, "c");

    assertEquals(
        "{\"type\":\"urn:voltad:problem:lock-held\",\"title\":\"Could not a.\",\"detail\":\"b\","
            + "\"code\":\"lock-held\",\"next\":\"c\"}",
        Json.line(problem));
  }

  @Test
  void problem_asText_hasFourLines() {
    Problem problem = new Problem("Could not a.", "b", ProblemCode.LOCK_HELD, "c");

    assertEquals(
        "volta: Could not a.\n  why:  b\n  next: c\n  code: lock-held\n", problem.text("volta"));
  }
}

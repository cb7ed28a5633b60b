package dev.voltad.feed;

import dev.voltad.protocol.Problem;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Where a command runs: the one place that knows the process around it. */
record Context(FeedDisk disk, InstantSource clock, PrintStream out, PrintStream err) {
  static final String PROGRAM = "feed";

  /** In whole seconds, as metadata has times. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  void say(String line) {
    out.println(line);
  }

  /** Says what went wrong; the exit code that goes with it. */
  int fail(Problem problem) {
    err.print(problem.text(PROGRAM));
    err.flush();
    return problem.code().exitCode();
  }
}

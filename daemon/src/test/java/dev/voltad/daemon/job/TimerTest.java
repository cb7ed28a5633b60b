package dev.voltad.daemon.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timer is run on the test's own thread, so nothing here waits longer than a task asks for. */
@Timeout(20)
final class TimerTest {
  private final Timer timer = new Timer();
  private final List<String> done = new ArrayList<>();

  private Runnable note(String what) {
    return () -> done.add(what);
  }

  private Runnable noteAndEnd(String what) {
    return () -> {
      done.add(what);
      timer.end();
    };
  }

  @Test
  void run_tasksInAnyOrder_areDoneWhenDue() {
    long start = System.nanoTime();
    timer.after(Duration.ofMillis(40), noteAndEnd("last"));
    timer.after(Duration.ofMillis(20), note("second"));
    timer.soon(note("first"));

    timer.run();

    assertEquals(List.of("first", "second", "last"), done);
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(40).toNanos());
  }

  @Test
  void every_taskWithPeriod_comesAgain() {
    timer.every(
        Duration.ofMillis(1),
        () -> {
          done.add("again");
          if (done.size() == 3) {
            timer.end();
          }
        });

    timer.run();

    assertEquals(List.of("again", "again", "again"), done);
  }

  @Test
  void run_taskThatBreaks_doesNotEndIt() {
    timer.soon(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    timer.after(Duration.ofMillis(1), noteAndEnd("after"));

    timer.run();

    assertEquals(List.of("after"), done);
  }

  @Test
  void end_tasksStillDue_dropsThem() {
    timer.soon(note("never"));
    timer.end();

    timer.run();

    assertEquals(List.of(), done);
  }
}

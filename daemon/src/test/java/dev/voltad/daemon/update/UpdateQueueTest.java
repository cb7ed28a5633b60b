package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.job.JobLog;
import dev.voltad.daemon.job.TrackedJob;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UpdateQueueTest {
  private final UpdateQueue queue = new UpdateQueue(new JobLog());
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void stop() throws InterruptedException {
    queue.stop();
  }

  private CountDownLatch ask(String what, UpdateQueue.Work work) {
    CountDownLatch last = new CountDownLatch(1);
    Optional<Job> job =
        queue.offer("update", what, "request", event -> countLast(event, last), work);
    assertTrue(job.isPresent(), what);
    return last;
  }

  private void countLast(JobEvent event, CountDownLatch last) {
    if (event.isLast()) {
      heard.add(event.event());
      last.countDown();
    }
  }

  private void doIt(TrackedJob job, String what) {
    if (awaitGate()) {
      done.add(what);
      queue.end(job, job.job().endedWith(what, 0, Instant.now()));
    }
  }

  private boolean awaitGate() {
    try {
      gate.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void await(CountDownLatch last) throws InterruptedException {
    assertTrue(last.await(10, TimeUnit.SECONDS), "it does not end");
  }

  @Test
  void offer_whileSomethingElseIsUnderWay_bothAreDone() throws InterruptedException {
    CountDownLatch check = ask("check", job -> doIt(job, "check"));
    CountDownLatch apply = ask("apply", job -> doIt(job, "apply"));
    CountDownLatch again = ask("apply", job -> doIt(job, "again"));
    gate.countDown();
    await(check);
    await(apply);
    await(again);
    assertEquals(List.of("check", "apply"), done);
    assertEquals(Optional.empty(), queue.job());
  }

  @Test
  void endAll_failsWhatWaits_andTakesNothingUntilItIsToldTo() throws InterruptedException {
    CountDownLatch look =
        ask(
            "look",
            job -> {
              awaitGate();
              queue.endAll(job, "on-trial");
            });
    CountDownLatch apply = ask("apply", job -> doIt(job, "apply"));
    gate.countDown();
    await(look);
    await(apply);
    assertEquals(List.of("result", "problem"), heard);
    assertEquals(List.of(), done);
    assertEquals(
        Optional.empty(), queue.offer("update", "check", "request", event -> {}, job -> {}));
    queue.takeAgain();
    await(ask("check", job -> doIt(job, "check")));
  }

  @Test
  void offer_workThatBreaks_endsAllTheSame() throws InterruptedException {
    await(
        ask(
            "check",
            job -> {
              throw new IllegalStateException("a bug");
            }));
    gate.countDown();
    await(ask("check", job -> doIt(job, "check")));
  }
}

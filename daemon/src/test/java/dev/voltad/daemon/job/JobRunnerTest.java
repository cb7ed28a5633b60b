package dev.voltad.daemon.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class JobRunnerTest {
  private final JobRunner runner = new JobRunner(new Timer(), () -> {});

  @AfterEach
  void stop() throws Exception {
    assertTrue(runner.stop(Duration.ofSeconds(10)));
  }

  @Test
  void offer_jobThatBreaks_doesNotEndTheThread() throws Exception {
    runner.start();
    AtomicReference<String> thread = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);

    runner.offer(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    runner.offer(
        () -> {
          thread.set(Thread.currentThread().getName());
          ran.countDown();
        });

    assertTrue(ran.await(10, TimeUnit.SECONDS));
    assertEquals("voltad-jobs", thread.get());
  }

  @Test
  void offer_jobThatRunsOutOfMemory_isTheEndAndSaidSo() throws Exception {
    CountDownLatch died = new CountDownLatch(1);
    JobRunner mortal = new JobRunner(new Timer(), died::countDown);
    mortal.start();

    mortal.offer(
        () -> {
          throw new OutOfMemoryError("on purpose");
        });

    assertTrue(died.await(10, TimeUnit.SECONDS));
    assertTrue(mortal.stop(Duration.ofSeconds(10)));
  }

  @Test
  void offer_moreThanThereIsRoomFor_isRefused() throws Exception {
    runner.start();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    runner.offer(
        () -> {
          running.countDown();
          await(release);
        });
    assertTrue(running.await(10, TimeUnit.SECONDS));

    for (int i = 0; i < 16; i++) {
      assertTrue(runner.offer(() -> {}), "job " + i);
    }
    boolean isTaken = runner.offer(() -> {});

    assertFalse(isTaken);
    release.countDown();
  }

  @Test
  void stop_jobUnderWay_letsItEndAndDropsTheRest() throws Exception {
    JobRunner other = new JobRunner(new Timer(), () -> {});
    other.start();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Boolean> wasInterrupted = new AtomicReference<>();
    other.offer(
        () -> {
          running.countDown();
          await(release);
          wasInterrupted.set(Thread.currentThread().isInterrupted());
        });
    CountDownLatch dropped = new CountDownLatch(1);
    other.offer(dropped::countDown);
    assertTrue(running.await(10, TimeUnit.SECONDS));

    assertFalse(other.stop(Duration.ofMillis(1)), "it still runs");
    release.countDown();

    assertTrue(other.stop(Duration.ofSeconds(10)));
    assertEquals(false, wasInterrupted.get());
    assertEquals(1, dropped.getCount());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

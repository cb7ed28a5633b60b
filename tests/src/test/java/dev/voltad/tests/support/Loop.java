package dev.voltad.tests.support;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a program again and again on a thread of its own, and keeps what did not end with 0. */
public final class Loop implements AutoCloseable {
  private final Queue<Outcome> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final Thread thread;
  private volatile boolean isOver;

  public Loop(Program program) {
    thread = new Thread(() -> run(program), "loop");
    thread.start();
  }

  private void run(Program program) {
    while (!isOver) {
      Outcome outcome = program.run();
      runs.incrementAndGet();
      if (outcome.exit() != 0) {
        failed.add(outcome);
      }
    }
  }

  /** How often it was run. */
  public int runs() {
    return runs.get();
  }

  /** What went wrong. */
  public Queue<Outcome> failed() {
    return failed;
  }

  @Override
  public void close() {
    end();
  }

  /** Ends it; returns when the last run has ended. */
  public void end() {
    isOver = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

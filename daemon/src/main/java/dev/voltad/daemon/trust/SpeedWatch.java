package dev.voltad.daemon.trust;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a transfer that is too slow, on a thread of its own, because the one that reads may be stuck
 * where it gets no bytes to count: a server can drip the headers, or the lengths of chunks, for
 * ever.
 *
 * <p>{@link #count} and {@link #close} are the reader's; the thread lives as long as the transfer.
 */
final class SpeedWatch implements AutoCloseable {
  private static final long AGAIN_MILLIS = 200;

  private final Speed speed;
  private final Runnable cut;
  private final AtomicLong bytes = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean tooSlow;

  /**
   * @param cut ends the transfer, so that its reader gets an {@code IOException}; is called until
   *     the watch is closed, since a connection that is just being made cannot be cut yet
   */
  SpeedWatch(Speed speed, Runnable cut) {
    this.speed = speed;
    this.cut = cut;
    Thread thread = new Thread(this::watch, "voltad-feed-speed");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      long before = 0;
      while (!closed.await(speed.span().toMillis(), TimeUnit.MILLISECONDS)) {
        long now = bytes.get();
        if (speed.isTooSlow(before, now)) {
          tooSlow = true;
          cutUntilClosed();
          return;
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; the transfer goes on unwatched
    }
  }

  private void cutUntilClosed() throws InterruptedException {
    do {
      cut.run();
    } while (!closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
  }

  void count(int more) {
    bytes.addAndGet(more);
  }

  boolean wasTooSlow() {
    return tooSlow;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

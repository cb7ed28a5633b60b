package dev.voltad.daemon.server;

import java.util.concurrent.atomic.LongAdder;

/** What has gone through the socket since the daemon started. Thread-safe. */
public final class Traffic {
  private final Runnable onLeave;
  private final LongAdder connections = new LongAdder();
  private final LongAdder refusedPeers = new LongAdder();
  private final LongAdder streams = new LongAdder();
  private final LongAdder[] answers = new LongAdder[6];

  /**
   * @param onLeave called on the network thread when a connection has ended; must return at once
   */
  public Traffic(Runnable onLeave) {
    this.onLeave = onLeave;
    for (int i = 0; i < answers.length; i++) {
      answers[i] = new LongAdder();
    }
  }

  void opened() {
    connections.increment();
  }

  void closed() {
    connections.decrement();
    onLeave.run();
  }

  void refused() {
    refusedPeers.increment();
  }

  void streamOpened() {
    streams.increment();
  }

  void streamClosed() {
    streams.decrement();
  }

  void answered(int status) {
    answers[Math.min(status / 100, answers.length - 1)].increment();
  }

  /** How many are open now. */
  public long connections() {
    return connections.sum();
  }

  /** How many follow the events now. */
  public long streams() {
    return streams.sum();
  }

  /** How many were turned away because of who they are. */
  public long refusedPeers() {
    return refusedPeers.sum();
  }

  /** How many answers there were. */
  public long allAnswers() {
    long all = 0;
    for (LongAdder answer : answers) {
      all += answer.sum();
    }
    return all;
  }

  /** How many answers there were of one class, for example 2 for 200 to 299. */
  public long answers(int statusClass) {
    return answers[statusClass].sum();
  }
}

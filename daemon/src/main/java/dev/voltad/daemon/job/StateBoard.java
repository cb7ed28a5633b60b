package dev.voltad.daemon.job;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The state now, and those who want to hear of each new one. Thread-safe. */
public final class StateBoard {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile DaemonState state;

  StateBoard(DaemonState first) {
    this.state = first;
  }

  /** What is known now. */
  public DaemonState now() {
    return state;
  }

  /**
   * From now on {@code listener} is told of each new state, on the thread that makes it; it must
   * return at once.
   *
   * @return ends that
   */
  public Runnable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void set(DaemonState next) {
    state = next;
    listeners.forEach(Runnable::run);
  }
}

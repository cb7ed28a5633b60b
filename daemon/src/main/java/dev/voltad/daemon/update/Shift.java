package dev.voltad.daemon.update;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * How a daemon steps aside for its successor, and comes back. While it is aside it answers whoever
 * was connected, and does nothing of its own accord.
 */
public interface Shift {
  /** Does nothing of its own accord from now on. */
  void pause();

  /** Lets go of the daemon's lock; the socket can be had back. */
  void release() throws IOException;

  /**
   * Takes the lock and the socket again; the successor has ended.
   *
   * @throws IOException if another daemon has them
   */
  void takeBack() throws IOException, InterruptedException;

  /** Goes on as before. */
  void resume();

  /**
   * Ends: the successor goes on without us.
   *
   * @param successor its process; empty if it has ended, in order, too
   */
  void retire(OptionalLong successor);

  /** Whether the socket is one that a service manager opened, on standard input. */
  boolean isSocketInherited();
}

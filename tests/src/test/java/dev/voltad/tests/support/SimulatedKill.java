package dev.voltad.tests.support;

/** The process died here. An error, so that nobody who handles failures handles it. */
public final class SimulatedKill extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedKill() {
    super("killed", null, false, false);
  }
}

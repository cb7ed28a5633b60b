package dev.voltad.daemon;

import dev.voltad.daemon.update.Updates;

/** What a daemon says, on standard output, to the one that it takes over from. */
final class Handover {
  static final String READY = Updates.READY;
  static final String HEALTHY = Updates.HEALTHY;
  static final String COMMITTED = Updates.COMMITTED;

  private Handover() {}

  /** Nobody may listen any more; then it is lost. */
  static void say(String word) {
    System.out.println(word);
    System.out.flush();
  }
}

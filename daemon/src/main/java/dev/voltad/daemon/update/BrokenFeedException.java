package dev.voltad.daemon.update;

import java.io.IOException;

/**
 * What the feed offers is rightly signed and makes no sense all the same: nothing of it is used.
 */
final class BrokenFeedException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenFeedException(String why) {
    super(why);
  }

  BrokenFeedException(String why, Throwable cause) {
    super(why, cause);
  }
}

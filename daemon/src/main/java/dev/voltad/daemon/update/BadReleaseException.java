package dev.voltad.daemon.update;

/**
 * A release has shown that it must not be used, or not be used here; the message says how, in words
 * that follow "because".
 */
final class BadReleaseException extends Exception {
  private static final long serialVersionUID = 1L;

  BadReleaseException(String why) {
    super(why);
  }
}

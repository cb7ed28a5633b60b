package dev.voltad.migrate.plan;

import java.util.regex.Pattern;

/** What upstream takes for an exact version. */
final class Versions {
  /**
   * {@code 12.18.4}, {@code 1.0.0-rc.1+build}; also used as a folder's name, so without slashes.
   */
  private static final Pattern VERSION =
      Pattern.compile("\\d{1,15}\\.\\d{1,15}\\.\\d{1,15}([-+][0-9A-Za-z.+-]{1,200})?");

  private Versions() {}

  static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }
}

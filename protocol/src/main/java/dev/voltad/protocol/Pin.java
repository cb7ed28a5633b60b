package dev.voltad.protocol;

import java.util.regex.Pattern;

/**
 * Which releases may be taken: one, or those of a line. As the target version prefix of Omaha it is
 * a matter of texts, never of order. Immutable.
 *
 * @param text {@code 2.3.1}, {@code 2.4.0-rc.1}, {@code 2.3.x} or {@code 2.x}
 */
public record Pin(String text) {
  private static final String NUMBER = "(?:0|[1-9]\\d{0,8})";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER
              + "\\.(?:x|"
              + NUMBER
              + "\\.(?:x|"
              + NUMBER
              + "(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+){0,9})?))");
  private static final int MAX_LENGTH = 64;

  /**
   * @throws IllegalArgumentException if it is no pin
   */
  public Pin {
    if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "pin is a version, or a line of them, for example 2.3.1, 2.3.x or 2.x, not " + text);
    }
  }

  /**
   * @param version without build metadata, for example {@code 2.3.1}
   */
  public boolean allows(String version) {
    return text.endsWith(".x")
        ? version.startsWith(text.substring(0, text.length() - 1))
        : version.equals(text);
  }
}

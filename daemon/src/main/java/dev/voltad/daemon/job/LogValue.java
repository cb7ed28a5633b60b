package dev.voltad.daemon.job;

/**
 * A value in a log line {@code event key=value ...}: in quotes where it has spaces, on one line.
 */
public final class LogValue {
  private LogValue() {}

  /** For example {@code /home/a/.volta}, or {@code "/home/a b/.volta"}. */
  public static String of(Object value) {
    StringBuilder text = new StringBuilder();
    boolean needsQuotes = false;
    for (char c : value.toString().toCharArray()) {
      needsQuotes |= c == ' ' || c == '"' || Character.isISOControl(c);
      if (Character.isISOControl(c)) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return needsQuotes ? "\"" + text + "\"" : value.toString();
  }
}

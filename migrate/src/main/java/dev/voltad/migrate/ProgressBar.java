package dev.voltad.migrate;

/** How far something is, as one line for a terminal: {@code [======> ] 35 % 70 of 200}. */
final class ProgressBar {
  private static final int WIDTH = 30;

  private ProgressBar() {}

  /**
   * @param done at most {@code total}
   * @param total more than zero
   */
  static String of(int done, int total) {
    int full = (int) ((long) WIDTH * done / total);
    String bar = "=".repeat(full) + (full < WIDTH ? ">" : "");
    return "[%-30s] %3d %%  %d of %d changes"
        .formatted(bar, (int) (100L * done / total), done, total);
  }
}

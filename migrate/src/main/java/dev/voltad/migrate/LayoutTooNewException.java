package dev.voltad.migrate;

/** The home has a marker newer than this program knows. Nothing was touched. */
public final class LayoutTooNewException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String marker;

  LayoutTooNewException(String marker) {
    super(marker);
    this.marker = marker;
  }

  /** The marker's name, for example {@code layout.v5}. */
  public String marker() {
    return marker;
  }
}

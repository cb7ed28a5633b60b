package dev.voltad.migrate;

/** How much of a home of the current layout is looked at. */
public enum Scope {
  /** The markers and the links in {@code bin/}; if those are right, nothing else is read. */
  LAYOUT,
  /** Also the folders, the records, the images and {@code tmp/}. */
  EVERYTHING
}

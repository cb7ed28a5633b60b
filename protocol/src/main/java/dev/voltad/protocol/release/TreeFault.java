package dev.voltad.protocol.release;

import java.util.Locale;

/**
 * One thing in which a tree is not what its manifest says.
 *
 * @param path relative to the tree
 */
public record TreeFault(Kind kind, String path) {

  /** What is wrong with it. */
  public enum Kind {
    MISSING,
    /** Other bytes, another target, or another type of file. */
    CHANGED,
    /** There, and not in the manifest; of a folder, everything in it. */
    SURPLUS,
    WRONG_MODE;

    /** For people, for example {@code wrong mode}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}

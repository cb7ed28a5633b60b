package dev.voltad.migrate.plan;

import java.nio.file.Path;
import java.util.Optional;

/** What a scan found at one path of a home. Immutable. */
public sealed interface Entry {

  /**
   * A folder, or a link to one where the layout wants a folder.
   *
   * @param isBoundary whether it lies on another filesystem than its parent: renames do not cross
   * @param problem why it could not be listed
   */
  record Directory(boolean isBoundary, Optional<String> problem) implements Entry {
    /** An ordinary folder. */
    public static final Directory PLAIN = new Directory(false, Optional.empty());
  }

  /**
   * A regular file.
   *
   * @param text its content, where the scan reads content; empty otherwise
   * @param problem why its content could not be read
   */
  record File(Optional<String> text, Optional<String> problem) implements Entry {
    /** A file whose content does not matter. */
    public static final File PLAIN = new File(Optional.empty(), Optional.empty());

    /** A file with this content. */
    public static File of(String text) {
      return new File(Optional.of(text), Optional.empty());
    }
  }

  /**
   * A symbolic link.
   *
   * @param target as the link holds it
   * @param leadsTo what is at its end
   */
  record Link(Path target, Leads leadsTo) implements Entry {}

  /** A socket, a device, a pipe. */
  record Other() implements Entry {}

  /** What is at the end of a link. */
  enum Leads {
    NOWHERE,
    FILE,
    DIRECTORY
  }
}

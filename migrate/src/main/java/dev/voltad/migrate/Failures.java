package dev.voltad.migrate;

import dev.voltad.migrate.MigrationFailedException.Kind;
import dev.voltad.migrate.MigrationFailedException.State;
import dev.voltad.migrate.fs.IoReason;
import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.plan.RefusedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Turns what the disk says into what a person can act on. */
final class Failures {
  private Failures() {}

  static MigrationFailedException filesystem(Path home, State state, IOException e) {
    String text = IoReason.of(e);
    String file = e instanceof FileSystemException system ? named(system) : null;
    String why = file == null ? text : file + ": " + text;
    return new MigrationFailedException(Kind.FILESYSTEM, state, why, next(home, e, text), e);
  }

  static MigrationFailedException refused(RefusedException e) {
    String why = HomePath.text(e.path()) + ": " + e.reason();
    return new MigrationFailedException(Kind.FILESYSTEM, State.OLD, why, e.next(), e);
  }

  /** Of a rename that failed, its goal: the source is only a name in the journal. */
  private static String named(FileSystemException e) {
    return e.getOtherFile() == null ? e.getFile() : e.getOtherFile();
  }

  private static String next(Path home, IOException e, String text) {
    if (text.contains("No space left") || text.contains("quota")) {
      return "Free some space on the disk of " + home + ", then run `volta-migrate`.";
    }
    if (text.contains("Read-only")) {
      return "Make " + home + " writable, then run `volta-migrate`.";
    }
    if (e instanceof AccessDeniedException || text.contains("Permission denied")) {
      return "See that you own what is named above and may write it, then run `volta-migrate`.";
    }
    return "Set right what is named above, then run `volta-migrate`.";
  }
}

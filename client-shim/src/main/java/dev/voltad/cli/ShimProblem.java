package dev.voltad.cli;

import java.util.Locale;

/**
 * Every problem that the native programs can end with. The id is the name in lower case with
 * hyphens; it is shown in the last line of an error and never changes its meaning.
 */
enum ShimProblem {
  BELOW_MIGRATION,
  BYPASSED,
  CALLED_DIRECTLY,
  EXECUTABLE_NOT_FOUND,
  EXTENDS_CYCLE,
  EXTENDS_MISSING,
  FILE_MALFORMED,
  FILE_UNREADABLE,
  LOCAL_NOT_FOUND,
  MARKER_MISSING,
  NOT_EXECUTABLE,
  NOT_INSTALLED,
  NOT_SUPPORTED,
  NO_CURRENT_FOLDER,
  NO_DEFAULT_PNPM,
  NO_DEFAULT_YARN,
  NO_HOME,
  NO_INSTALL_FOLDER,
  NO_JAVA,
  NO_MIGRATION,
  NO_PLATFORM,
  NO_PROGRAM,
  NO_PROJECT_NODE,
  NO_PROJECT_PNPM,
  NO_PROJECT_YARN,
  NO_TOOL_NAME,
  NPX_NOT_AVAILABLE,
  PATH_INVALID,
  TOO_DEEP,
  TOO_LARGE,
  VERSION_INVALID;

  /** For example {@code not-installed}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

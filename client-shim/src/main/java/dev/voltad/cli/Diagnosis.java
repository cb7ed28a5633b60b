package dev.voltad.cli;

import java.util.Locale;
import java.util.Optional;

/**
 * What one check of {@code volta doctor} found.
 *
 * @param what in one sentence
 * @param why the cause; empty if all is well
 * @param next one command or one act that helps; empty if all is well
 */
record Diagnosis(Verdict verdict, String what, Optional<String> why, Optional<String> next) {

  /** How bad it is. */
  enum Verdict {
    OK,
    /** Worth knowing; nothing need be done. */
    NOTE,
    /** Something works less well than it could, or will break. */
    WARNING,
    /** Something does not work. */
    ERROR;

    /** For example {@code warning}. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Diagnosis ok(String what) {
    return new Diagnosis(Verdict.OK, what, Optional.empty(), Optional.empty());
  }

  static Diagnosis note(String what, String why, String next) {
    return bad(Verdict.NOTE, what, why, next);
  }

  static Diagnosis warning(String what, String why, String next) {
    return bad(Verdict.WARNING, what, why, next);
  }

  static Diagnosis error(String what, String why, String next) {
    return bad(Verdict.ERROR, what, why, next);
  }

  private static Diagnosis bad(Verdict verdict, String what, String why, String next) {
    return new Diagnosis(verdict, what, Optional.of(why), Optional.of(next));
  }
}

package dev.voltad.daemon.update;

import dev.voltad.protocol.UpdateReport;
import java.util.Optional;

/**
 * How a look, with as much of an update as was asked for and allowed, ended.
 *
 * @param report for who has asked
 * @param known what is to be remembered: what a daemon takes of its own accord, and why not
 * @param activated there if a release is on trial now, which a daemon hands over to
 */
record UpdateEnd(
    UpdateReport report, UpdateReport known, Reached reached, Optional<UpdateState> activated) {

  UpdateEnd(UpdateReport report, UpdateReport known, Reached reached) {
    this(report, known, reached, Optional.empty());
  }

  /** How far it got. */
  enum Reached {
    LOOKED,
    /** No further, because another release is on trial. */
    WAITS,
    STAGED,
    ACTIVATED
  }
}

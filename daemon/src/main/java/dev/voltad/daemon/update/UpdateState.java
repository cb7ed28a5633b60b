package dev.voltad.daemon.update;

import dev.voltad.protocol.UpdatePhase;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an activation is: {@code self/state}. It is there from before the layout is changed until
 * the release before is removed, and it alone tells what a run that was killed has to be followed
 * by: {@link Activator#recover}.
 *
 * @param from the slot that was used before, and is gone back to
 * @param to the slot that takes its place
 * @param version of the latter
 * @param before version of the former
 * @param manifest what the feed names the release by: the SHA-256 of its tree manifest there
 * @param since when this phase began
 * @param reason why it is taken back, in words; only while it is
 * @param isAsked whether a person asked for it to be taken back
 */
record UpdateState(
    UpdatePhase phase,
    String from,
    String to,
    String version,
    String before,
    String manifest,
    Instant since,
    Optional<String> reason,
    boolean isAsked) {

  /** A reason that says nothing against the release. */
  static final String CUT_SHORT = "it was cut short";

  UpdateState {
    if (phase == null || since == null || version == null || before == null) {
      throw new IllegalArgumentException("no phase of an update, no time, or no versions");
    }
    if (manifest == null || !manifest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not the hash of a manifest: " + manifest);
    }
    requireSlot(from);
    requireSlot(to);
  }

  /** It becomes a path, so it must be a name. */
  private static void requireSlot(String name) {
    if (name == null || !name.matches("[0-9A-Za-z][0-9A-Za-z.+-]*")) {
      throw new IllegalArgumentException("not a slot: " + name);
    }
  }

  /** Whether it is only taken back because a run did not get to its end. */
  boolean isCutShort() {
    return reason.filter(CUT_SHORT::equals).isPresent();
  }

  UpdateState at(UpdatePhase next, Instant now) {
    return new UpdateState(next, from, to, version, before, manifest, now, Optional.empty(), false);
  }

  UpdateState undoing(String why, boolean isAskedFor, Instant now) {
    return new UpdateState(
        UpdatePhase.UNDOING,
        from,
        to,
        version,
        before,
        manifest,
        now,
        Optional.of(why),
        isAskedFor);
  }
}

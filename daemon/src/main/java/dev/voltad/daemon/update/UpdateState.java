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
 * @param reason why it is taken back, in words; empty if it is not, or was only cut short
 * @param isAsked whether a person asked for it to be taken back
 * @param kept the update before, committed: what the state is again if this one is taken back
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
    boolean isAsked,
    Optional<UpdateState> kept) {

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

  /** One that begins: nothing is changed yet. */
  static UpdateState begin(
      String from, String to, String version, String before, String manifest, Instant now) {
    return new UpdateState(
        UpdatePhase.MIGRATING,
        from,
        to,
        version,
        before,
        manifest,
        now,
        Optional.empty(),
        false,
        Optional.empty());
  }

  UpdateState at(UpdatePhase next, Instant now) {
    boolean isKept = next != UpdatePhase.COMMITTED; // from then on it is gone back to this one
    return with(next, now, Optional.empty(), false, isKept ? kept : Optional.empty());
  }

  /** The same, to be followed by another when it is taken back. */
  UpdateState keeping(Optional<UpdateState> committed) {
    return with(phase, since, reason, isAsked, committed);
  }

  UpdateState undoing(String why, boolean isAskedFor, Instant now) {
    return with(UpdatePhase.UNDOING, now, Optional.of(why), isAskedFor, kept);
  }

  /** Taken back because it was cut short, which says nothing against the release. */
  UpdateState abandoned(Instant now) {
    return with(UpdatePhase.UNDOING, now, Optional.empty(), false, kept);
  }

  private UpdateState with(
      UpdatePhase next,
      Instant now,
      Optional<String> why,
      boolean isAskedFor,
      Optional<UpdateState> committed) {
    return new UpdateState(
        next, from, to, version, before, manifest, now, why, isAskedFor, committed);
  }
}

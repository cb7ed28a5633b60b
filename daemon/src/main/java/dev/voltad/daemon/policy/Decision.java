package dev.voltad.daemon.policy;

import dev.voltad.protocol.Gate;
import dev.voltad.protocol.UpdateRequest.Action;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about releases, and why. Immutable.
 *
 * @param release the one to take: every gate of its own is open; empty if there is none
 * @param reach how far it may be taken now: told about, fetched, put in place
 * @param gates all of them in their order, also those after the first closed one; those of a
 *     release are about {@code release}, or else about the newest there is
 * @param newest what to tell a person of: the newest that could be taken from here and was not
 *     withdrawn, whether it may be taken or not
 * @param nextTry when the closed gates have opened by themselves, or when that is not known, when
 *     the feed is looked at again; now if all are open; empty if only a person can open them. The
 *     feed is looked at before that all the same, and may offer something else
 */
public record Decision(
    Optional<Release> release,
    Action reach,
    List<Gate> gates,
    Optional<Version> newest,
    Optional<Instant> nextTry) {

  public Decision {
    gates = List.copyOf(gates);
  }

  /** Whether it may go so far. */
  public boolean allows(Action asked) {
    return asked.compareTo(reach) <= 0;
  }

  /** What stands in the way first. */
  public Optional<Gate> firstClosed() {
    return gates.stream().filter(gate -> !gate.open()).findFirst();
  }
}

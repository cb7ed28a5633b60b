package dev.voltad.daemon.policy;

import dev.voltad.protocol.Gate;
import java.time.Instant;
import java.util.Optional;

/**
 * A gate as it was found.
 *
 * @param id of the same gate
 * @param opens when it opens by itself, if that is known
 * @param isLasting whether it stays closed until a person does something
 */
record Finding(GateId id, Gate gate, Optional<Instant> opens, boolean isLasting) {

  static Finding open(GateId id, String value) {
    return new Finding(id, new Gate(id.id(), true, value), Optional.empty(), false);
  }

  /** By time alone. */
  static Finding closedUntil(GateId id, String value, Instant opens) {
    return new Finding(id, new Gate(id.id(), false, value), Optional.of(opens), false);
  }

  /** By what the next look may find different. */
  static Finding closedForNow(GateId id, String value) {
    return new Finding(id, new Gate(id.id(), false, value), Optional.empty(), false);
  }

  /** By a person alone. */
  static Finding closed(GateId id, String value) {
    return new Finding(id, new Gate(id.id(), false, value), Optional.empty(), true);
  }

  boolean isClosed() {
    return !gate.open();
  }
}

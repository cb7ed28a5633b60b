package dev.voltad.daemon.policy;

import java.util.Locale;

/** Every gate, in the order in which they are told: {@code docs/policy.md}. */
enum GateId {
  // of the machine and the home: whether anything may be taken at all
  OWNER,
  MODE,
  HOLD,
  // of one release
  NEWER,
  PIN,
  PLATFORM,
  MIN_FROM,
  LAYOUT,
  FLOOR,
  BAD,
  WITHDRAWN,
  MANUAL,
  ROLLOUT,
  // of the moment
  WINDOW,
  METERED,
  BATTERY,
  DISK;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** For example {@code min-from}. */
  String id() {
    return id;
  }
}

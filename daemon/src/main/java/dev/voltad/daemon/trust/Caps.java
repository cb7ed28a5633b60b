package dev.voltad.daemon.trust;

/** How much is taken from a feed, whatever it says. */
final class Caps {
  static final int ROOT_BYTES = 512 << 10;
  static final int TIMESTAMP_BYTES = 16 << 10;
  static final int SNAPSHOT_BYTES = 2 << 20;

  /** Of delegated roles too. */
  static final int TARGETS_BYTES = 5 << 20;

  /** New roots in one run. */
  static final int ROOTS = 256;

  /** Delegated roles that are asked about one target. */
  static final int DELEGATIONS = 32;

  static final int REDIRECTS = 5;

  private Caps() {}

  static int bytes(String role) {
    return switch (role) {
      case RoleName.ROOT -> ROOT_BYTES;
      case RoleName.TIMESTAMP -> TIMESTAMP_BYTES;
      case RoleName.SNAPSHOT -> SNAPSHOT_BYTES;
      default -> TARGETS_BYTES;
    };
  }
}

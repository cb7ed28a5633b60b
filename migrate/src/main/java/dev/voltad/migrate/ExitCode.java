package dev.voltad.migrate;

/**
 * How {@code volta-migrate} ends. Numbers below 20 are upstream's; ids and numbers never change
 * their meaning. The daemon and the command line have the same list as {@code
 * protocol.ProblemCode}; a test holds them together.
 */
enum ExitCode {
  OK("ok", 0),
  INTERNAL("internal", 1),
  ARGUMENTS("arguments", 3),
  ENVIRONMENT("environment", 6),
  FILESYSTEM("filesystem", 7),
  LOCK_HELD("lock-held", 20),
  LOCK_UNAVAILABLE("lock-unavailable", 20),
  LAYOUT_TOO_NEW("layout-too-new", 21),
  REFUSED("refused-by-policy", 23);

  private final String id;
  private final int number;

  ExitCode(String id, int number) {
    this.id = id;
    this.number = number;
  }

  String id() {
    return id;
  }

  int number() {
    return number;
  }
}

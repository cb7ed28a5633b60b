package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose a file is. */
public final class Ownership {
  private Ownership() {}

  /** The user we act as, as the kernel numbers it. */
  public static int ourUid() {
    return Libc.geteuid();
  }

  /** The owner of what a path leads to, as the kernel numbers it. */
  public static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }
}

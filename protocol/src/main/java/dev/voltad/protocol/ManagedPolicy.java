package dev.voltad.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Where whoever administers a machine decides for all its homes: {@code docs/policy.md}. What is
 * set there is in force whatever a home's own policy says. It has settings only: a hold is of one
 * home, and ends.
 *
 * @param file for example {@code /etc/volta/policy.json}; need not be there
 * @param owner the number of the one user who may own it: one whom nobody else can pretend to be
 */
public record ManagedPolicy(Path file, int owner) {
  /** That of this machine. */
  public static final ManagedPolicy SYSTEM =
      new ManagedPolicy(Path.of("/etc/volta/policy.json"), 0);

  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  /**
   * What is set there; {@link Settings#NONE} if there is no file.
   *
   * @throws IOException if it cannot be read, is no policy, or others than its owner could have
   *     written it; the message says why
   */
  Settings read() throws IOException {
    try {
      requireTrusted();
    } catch (NoSuchFileException none) {
      return Settings.NONE;
    }
    return PolicyFile.read(file, ManagedPolicy::parse).orElse(Settings.NONE);
  }

  private void requireTrusted() throws IOException {
    if (!Files.getAttribute(file, "unix:uid").equals(owner)) {
      throw new IOException(file + " is not owned by user " + owner);
    }
    List<PosixFilePermission> open =
        Files.getPosixFilePermissions(file).stream().filter(OTHERS_WRITE::contains).toList();
    if (!open.isEmpty()) {
      throw new IOException(file + " may be written by others than its owner");
    }
  }

  private static Settings parse(String text) {
    JsonNode fields = Json.object(text);
    if (fields.has(Policy.HOLD)) {
      throw new IllegalArgumentException("hold is of one home; to stop updates set mode to off");
    }
    return Settings.read(fields);
  }
}

package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who holds an flock according to the kernel: for holders that leave no record, such as upstream
 * Volta. Linux only, from {@code /proc/locks} (proc(5)); elsewhere nothing is known.
 */
final class KernelLocks {
  private KernelLocks() {}

  static Optional<LockHolder> holderOf(Path file) {
    try {
      String inode = ":" + Files.getAttribute(file, "unix:ino");
      for (String line : Files.readAllLines(Path.of("/proc/locks"))) {
        // "1: FLOCK  ADVISORY  WRITE 4711 fe:00:131 0 EOF"; waiters have "->" after the number
        String[] fields = line.trim().split("\\s+");
        if (fields.length > 5 && fields[1].equals("FLOCK") && fields[5].endsWith(inode)) {
          return holder(Long.parseLong(fields[4]));
        }
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
      // no such file or attribute: the lock still works, only the name is missing
    }
    return Optional.empty();
  }

  private static Optional<LockHolder> holder(long pid) {
    if (pid <= 0) {
      return Optional.empty(); // a process of another pid namespace
    }
    String program = "?";
    try {
      Path comm = Path.of("/proc/" + pid + "/comm");
      program = Files.readString(comm, StandardCharsets.ISO_8859_1).trim();
    } catch (IOException ignored) {
      // it has just ended, or is hidden
    }
    return Optional.of(new LockHolder(pid, program, Optional.empty(), Optional.empty()));
  }
}

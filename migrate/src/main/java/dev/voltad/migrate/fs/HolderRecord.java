package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code self/holder}: who holds the lock and what for, one {@code key=value} a line (pid,
 * start, program, purpose, since). It explains the lock and never decides anything, so losing it or
 * leaving it behind is harmless: a record is believed only while a process of that pid and that
 * start time lives.
 */
final class HolderRecord {
  private static final int MAX_BYTES = 4096;

  private final Path file;

  HolderRecord(Path home) {
    this.file = home.resolve("self").resolve("holder");
  }

  /** Writes the record of this process; a failure is ignored, because it only explains. */
  void write(String program, String purpose, Instant since) {
    long pid = ProcessHandle.current().pid();
    String text =
        "pid="
            + pid
            + "\nstart="
            + startOf(pid).orElse("")
            + "\nprogram="
            + program
            + "\npurpose="
            + purpose
            + "\nsince="
            + since
            + "\n";
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling("holder.new");
      Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException ignored) {
      // a read-only or full disk: the work itself will say so
    }
  }

  /** Removes the record. */
  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException ignored) {
      // it only explains, and nobody believes it once we are gone
    }
  }

  /** The holder on record, if that very process still lives. */
  Optional<LockHolder> read() {
    Map<String, String> fields = new HashMap<>();
    try {
      byte[] bytes = PosixFileOps.read(file, MAX_BYTES).orElse(new byte[0]);
      for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          fields.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      long pid = Long.parseLong(fields.getOrDefault("pid", "-1"));
      String start = fields.getOrDefault("start", "");
      if (pid <= 0 || !startOf(pid).equals(Optional.of(start))) {
        return Optional.empty();
      }
      return Optional.of(
          new LockHolder(
              pid,
              fields.getOrDefault("program", "?"),
              Optional.ofNullable(fields.get("purpose")),
              Optional.of(Instant.parse(fields.getOrDefault("since", "")))));
    } catch (IOException | NumberFormatException | DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * When a process started, in the system's own terms: a pid is used again, a pid with its start is
   * not. On Linux clock ticks since boot (proc(5), stat field 22), which a changed clock leaves
   * alone.
   */
  private static Optional<String> startOf(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      // The name in parentheses may hold anything, so fields are counted from the last ')'.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      return Optional.of(fields[19]);
    } catch (IOException noProc) {
      return ProcessHandle.of(pid)
          .flatMap(process -> process.info().startInstant())
          .map(Instant::toString);
    }
  }
}

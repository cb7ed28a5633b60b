package dev.voltad.daemon.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the system knows of this process, as proc(5) tells; nothing where there is no such thing.
 */
public final class ProcessFacts {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private ProcessFacts() {}

  /** Bytes of it in memory, shared ones included. */
  public static OptionalLong residentBytes() {
    OptionalLong kibibytes = field("VmRSS:");
    return kibibytes.isPresent()
        ? OptionalLong.of(kibibytes.getAsLong() * 1024)
        : OptionalLong.empty();
  }

  public static OptionalLong threads() {
    return field("Threads:");
  }

  /** How many descriptors are open, the one that counts them not among them. */
  public static OptionalLong descriptors() {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      long count = 0;
      for (Path descriptor : open) {
        count++;
      }
      return OptionalLong.of(count - 1);
    } catch (IOException noProc) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong field(String name) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")));
        }
      }
      return OptionalLong.empty();
    } catch (IOException noProc) {
      return OptionalLong.empty();
    }
  }
}

package dev.voltad.daemon.os;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gives back to the system what this process does not need while it rests: garbage, what malloc(3)
 * keeps for later, and the parts of programs and class-data archives that were only used at the
 * start. The last are read from the page cache again when they are used; the first request after a
 * rest takes a millisecond or two longer. Elsewhere than on Linux only the garbage goes.
 */
public final class Memory {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final int MADV_DONTNEED = 4;
  private static final long MIN_BYTES = 256 * 1024;

  /** The first line of a mapping, as proc_pid_smaps(5) has it: range, rights, inode, path. */
  private static final Pattern FIRST_LINE =
      Pattern.compile("([0-9a-f]{1,16})-([0-9a-f]{1,16}) (\\S{4}) \\S+ \\S+ (\\d+) *(.*)");

  /** Part of the address space, in bytes. */
  record Range(long start, long bytes) {}

  private Memory() {}

  /** Takes some ten milliseconds, in which the garbage collector stops all other threads. */
  public static void giveBack() {
    System.gc(); // first, because it needs a good part of the JVM
    if (Platform.isLinux()) {
      try (Stream<String> lines = Files.lines(MAPPINGS, StandardCharsets.ISO_8859_1)) {
        List<Range> ranges = readOnly(lines::iterator);
        Libc.malloc_trim(0);
        for (Range range : ranges) {
          Libc.madvise(range.start(), range.bytes(), MADV_DONTNEED);
        }
      } catch (IOException | UncheckedIOException | UnsatisfiedLinkError notHere) {
        // no /proc, or a libc without malloc_trim: this much stays
      }
    }
  }

  /**
   * The mappings of files whose pages are all as in the file, for good: they cannot be written to.
   * One that was written to before it became read-only (the linker's tables of a library) has
   * anonymous pages, which would be lost.
   */
  static List<Range> readOnly(Iterable<String> smaps) {
    List<Range> ranges = new ArrayList<>();
    Range candidate = null;
    for (String line : smaps) {
      Matcher first = FIRST_LINE.matcher(line);
      if (first.matches()) {
        boolean isReadOnlyFile =
            first.group(3).matches("r-..") && !first.group(4).equals("0") && isPath(first.group(5));
        candidate = isReadOnlyFile ? range(first.group(1), first.group(2)) : null;
      } else if (candidate != null && line.startsWith("Anonymous:")) {
        if (candidate.bytes() >= MIN_BYTES && line.matches("Anonymous: +0 kB")) {
          ranges.add(candidate);
        }
        candidate = null;
      }
    }
    return List.copyOf(ranges);
  }

  private static boolean isPath(String name) {
    return name.startsWith("/");
  }

  private static Range range(String start, String end) {
    long from = Long.parseUnsignedLong(start, 16);
    return new Range(from, Long.parseUnsignedLong(end, 16) - from);
  }

  private static final class Libc {
    static {
      Native.register(Libc.class, Platform.C_LIBRARY_NAME);
    }

    static native int madvise(long start, long bytes, int advice);

    static native int malloc_trim(long keep);
  }
}

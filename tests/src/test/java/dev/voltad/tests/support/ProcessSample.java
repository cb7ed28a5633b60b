package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process takes at one moment, as proc(5) tells.
 *
 * @param kibibytes memory that is no file's; what it shares with others changes as they come and go
 */
public record ProcessSample(long kibibytes, long threads, long descriptors) {

  public static ProcessSample of(long pid) throws IOException {
    Path proc = Path.of("/proc/" + pid);
    return new ProcessSample(
        field(proc.resolve("smaps_rollup"), "Anonymous:"),
        field(proc.resolve("status"), "Threads:"),
        count(proc.resolve("fd")));
  }

  /** How often each thread of a process has given up its processor by itself: to wait. */
  public static Map<String, Long> waits(long pid) throws IOException {
    Map<String, Long> waits = new TreeMap<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        try {
          String name = Files.readString(task.resolve("comm")).strip();
          waits.merge(name, field(task.resolve("status"), "voluntary_ctxt_switches:"), Long::sum);
        } catch (NoSuchFileException ended) {
          // it waits no more
        }
      }
    }
    return waits;
  }

  private static long field(Path file, String field) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static long count(Path folder) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        count++;
      }
    }
    return count;
  }
}

package dev.voltad.migrate.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Where filesystems begin. A device number alone does not tell: a folder mounted a second time has
 * the same one, and rename(2) still does not cross into it. Immutable.
 */
public final class Mounts {
  private final Set<Path> points;

  private Mounts(Set<Path> points) {
    this.points = Set.copyOf(points);
  }

  /** The mounts of this process now (proc(5), {@code mountinfo}); none are known elsewhere. */
  public static Mounts now() {
    Set<Path> points = new HashSet<>();
    try {
      Path file = Path.of("/proc/self/mountinfo");
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(" ");
        if (fields.length > 4 && fields[4].chars().allMatch(c -> c < 128)) {
          points.add(Path.of(unescaped(fields[4])));
        }
      }
    } catch (IOException notLinux) {
      // device numbers have to do
    }
    return new Mounts(points);
  }

  /** Whether {@code directory} lies on another filesystem than {@code parent}. */
  public boolean differ(Path parent, Path directory) throws IOException {
    return points.contains(directory.toRealPath())
        || !Files.getAttribute(parent, "unix:dev")
            .equals(Files.getAttribute(directory, "unix:dev"));
  }

  /** Spaces and the like are written as three octal digits. */
  private static String unescaped(String field) {
    StringBuilder out = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        out.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        out.append(field.charAt(i));
      }
    }
    return out.toString();
  }
}

package dev.voltad.daemon.update;

import dev.voltad.migrate.fs.FileOps;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a release on trial may still be started: {@code self/trial+LEFT-DONE}. The numbers are
 * in the name because a rename is one step that is done or not, as systemd-boot has it for kernels.
 */
final class TrialCounter {
  static final int STARTS = 3;

  private static final Pattern NAME = Pattern.compile("trial\\+([0-9]{1,3})-([0-9]{1,3})");

  private final Path self;
  private final FileOps ops;

  TrialCounter(Path home, FileOps ops) {
    this.self = home.resolve("self");
    this.ops = ops;
  }

  /** How many starts are left; empty if nothing is on trial. */
  Optional<Integer> left() throws IOException {
    return newest().map(file -> number(file, 1));
  }

  void begin() throws IOException {
    end();
    ops.writeFile(self.resolve("trial+" + STARTS + "-0"), new byte[0], Optional.empty());
    ops.sync(self);
  }

  /**
   * Counts a start that is about to happen.
   *
   * @return false if none is left: then it must not
   */
  boolean start() throws IOException {
    Optional<Path> file = newest();
    if (file.isEmpty()) {
      return true;
    }
    int left = number(file.get(), 1);
    if (left == 0) {
      return false;
    }
    String next = "trial+" + (left - 1) + "-" + (number(file.get(), 2) + 1);
    ops.replace(file.get(), self.resolve(next));
    ops.sync(self);
    return true;
  }

  void end() throws IOException {
    for (Path file : files()) {
      ops.delete(file);
    }
  }

  /** There is one, but for hands: then the one with the fewest left. */
  private Optional<Path> newest() throws IOException {
    return files().stream().min((a, b) -> Integer.compare(number(a, 1), number(b, 1)));
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(self)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(self, "trial+*")) {
        for (Path file : found) {
          if (NAME.matcher(file.getFileName().toString()).matches()) {
            files.add(file);
          }
        }
      }
    }
    return files;
  }

  private static int number(Path file, int group) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException(file + " is no counter");
    }
    return Integer.parseInt(name.group(group));
  }
}

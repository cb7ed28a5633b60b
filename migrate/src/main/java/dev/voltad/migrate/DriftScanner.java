package dev.voltad.migrate;

import dev.voltad.migrate.fs.UsedFiles;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.plan.Drift;
import dev.voltad.migrate.plan.Entry;
import dev.voltad.migrate.plan.HomeSnapshot;
import dev.voltad.migrate.plan.Records;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for what a repair needs to know besides the snapshot. Reads only.
 *
 * <p>Volta puts what it downloads and unpacks into {@code tmp/} under names that begin with {@code
 * .tmp}, and never cleans up after a run that was killed. Such a thing is abandoned if nothing in
 * it, down to the second level, was changed for a day, and no process has it open.
 */
final class DriftScanner {
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  /** Upstream writes its records in one call; an editor may take two. */
  private static final Duration FRESH_FOR = Duration.ofSeconds(2);

  private final Path home;
  private final HomeSnapshot snapshot;
  private final Instant now;

  private DriftScanner(Path home, HomeSnapshot snapshot, Instant now) {
    this.home = home;
    this.snapshot = snapshot;
    this.now = now;
  }

  static Drift scan(Path home, HomeSnapshot snapshot, Instant now) {
    DriftScanner scanner = new DriftScanner(home, snapshot, now);
    List<Path> cutOff = Records.cutOff(snapshot);
    Map<Path, String> copies = cutOff.isEmpty() ? Map.of() : new RecordCopies(home).read();
    Set<Path> fresh = new HashSet<>(cutOff);
    fresh.removeIf(file -> scanner.isOlder(file, FRESH_FOR));
    return new Drift(copies, scanner.abandoned(), fresh);
  }

  private Set<Path> abandoned() {
    Set<Path> abandoned = new HashSet<>();
    addOld(HomeLayout.TMP, abandoned);
    addOld(HomeLayout.PACKAGE_STAGING, abandoned);
    for (Path scope : snapshot.children(HomeLayout.PACKAGE_STAGING)) {
      if (scope.getFileName().toString().startsWith("@")) {
        addOld(scope, abandoned);
      }
    }
    if (!abandoned.isEmpty()) {
      UsedFiles used = UsedFiles.now();
      abandoned.removeIf(path -> isUsed(path, used));
    }
    return abandoned;
  }

  /** The system names open files by their real paths. */
  private boolean isUsed(Path path, UsedFiles used) {
    try {
      return used.isBelow(home.resolve(path).toRealPath());
    } catch (IOException gone) {
      return true;
    }
  }

  private void addOld(Path folder, Set<Path> abandoned) {
    for (Path path : snapshot.children(folder)) {
      Entry entry = snapshot.at(path).orElseThrow();
      boolean isKnown = entry instanceof Entry.File || snapshot.isRealDirectory(path);
      if (isKnown && path.getFileName().toString().startsWith(".tmp") && isOld(path, 2)) {
        abandoned.add(path);
      }
    }
  }

  private boolean isOld(Path path, int levels) {
    if (!isOlder(path, ABANDONED_AFTER)) {
      return false;
    }
    if (levels == 0 || !Files.isDirectory(home.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(home.resolve(path))) {
      for (Path child : children) {
        if (!isOld(home.relativize(child), levels - 1)) {
          return false;
        }
      }
      return true;
    } catch (IOException | DirectoryIteratorException cannotTell) {
      return false;
    }
  }

  /** A time in the future is no age, so what has one is never old. */
  private boolean isOlder(Path path, Duration age) {
    try {
      Instant changed =
          Files.getLastModifiedTime(home.resolve(path), LinkOption.NOFOLLOW_LINKS).toInstant();
      return changed.plus(age).isBefore(now);
    } catch (IOException cannotTell) {
      return false;
    }
  }
}

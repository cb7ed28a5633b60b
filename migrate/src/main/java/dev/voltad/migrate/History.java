package dev.voltad.migrate;

import dev.voltad.migrate.HistoryEntry.Failure;
import dev.voltad.migrate.MigrationResult.Outcome;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.LayoutVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was done to a home, and what failed: {@code self/history.jsonl}, oldest first. Only runs
 * that changed something or failed are written down; a failure that repeats itself once. Of a
 * history of more than 256 KiB the older half goes.
 *
 * <p>It explains and decides nothing, so a line that cannot be written is left out, and one that
 * cannot be read is passed over. Each line is one append; only who holds the home's lock shortens
 * the file.
 */
public final class History {
  private static final int MAX_BYTES = 256 * 1024;

  private final Path file;
  private Optional<Failure> lastFailure = Optional.empty();

  public History(Path home) {
    this.file = home.resolve(HomeLayout.HISTORY);
  }

  /** What is written down, oldest first. */
  public List<HistoryEntry> read() {
    try {
      byte[] bytes = PosixFileOps.read(file, 2 * MAX_BYTES).orElse(new byte[0]);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .flatMap(line -> HistoryJson.read(line).stream())
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  /** Adds what was done, if it was anything. The caller holds the home's lock. */
  void add(MigrationRequest request, Instant start, MigrationResult result) {
    if (result.operations() == 0) {
      return;
    }
    Outcome outcome = result.outcome();
    add(
        new HistoryEntry(
            start,
            start.plus(result.took()),
            outcome == Outcome.UNDONE ? "undo" : outcome == Outcome.REPAIRED ? "repair" : "migrate",
            request.program(),
            request.trigger(),
            outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            result.from().map(LayoutVersion::id),
            Optional.of(result.to().id()),
            result.operations(),
            result.journal(),
            Optional.empty()));
  }

  /** Adds what failed, and gives it back to be thrown. The caller holds the home's lock. */
  MigrationFailedException add(
      MigrationRequest request, Instant start, MigrationFailedException failed) {
    String kind = failed.kind().name().toLowerCase(Locale.ROOT);
    add(
        new HistoryEntry(
            start,
            Instant.now(),
            "migrate",
            request.program(),
            request.trigger(),
            "failed",
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.of(new Failure(kind, failed.why(), failed.next()))));
    return failed;
  }

  /** Adds what was done to more than the layout. The caller holds the home's lock. */
  public void add(HistoryEntry entry) {
    if (entry.failure().isPresent() && entry.failure().equals(lastFailure)) {
      return;
    }
    lastFailure = entry.failure();
    if (!Files.isDirectory(file.getParent())) {
      return; // the run made nothing of ours in this home
    }
    try {
      String line = HistoryJson.write(entry) + "\n";
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (Files.size(file) > MAX_BYTES) {
        shorten();
      }
    } catch (IOException ignored) {
      // a full or read-only disk: the run itself has said so, or did without
    }
  }

  private void shorten() throws IOException {
    List<String> lines = Files.readAllLines(file);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.write(fresh, lines.subList(lines.size() / 2, lines.size()));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

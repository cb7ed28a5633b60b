package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockHolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells a person on stderr how a migration gets on: who is waited for, and how far a run is that
 * takes longer than a second; on a terminal as a bar that is drawn over.
 */
final class ProgressPrinter implements MigrationListener {
  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long LINE_EVERY_NANOS = 1_000_000_000L;
  private static final long BAR_EVERY_NANOS = 100_000_000L;

  private final Path home;
  private final MigrateOutput output;
  private final boolean isTerminal = Boolean.getBoolean("voltad.progress");
  private long nextNanos = System.nanoTime() + FIRST_NANOS;
  private boolean isDrawn;

  ProgressPrinter(Path home, MigrateOutput output) {
    this.home = home;
    this.output = output;
  }

  @Override
  public void waiting(Optional<LockHolder> holder, Duration waited) {
    output.waiting(home, holder);
  }

  @Override
  public void phase(Phase phase) {
    switch (phase) {
      case APPLYING, RECOVERING ->
          output.info("Updating your Volta directory. This may take a few moments...");
      case ROLLING_BACK -> output.info("Putting your Volta directory back as it was...");
      case WAITING_FOR_LOCK, SCANNING, COMMITTING -> {}
    }
    output.verbose(phase.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  @Override
  public void progress(int done, int total) {
    long now = System.nanoTime();
    if (isTerminal && done == total && isDrawn) {
      output.bar("");
      isDrawn = false;
    } else if (now >= nextNanos && done < total) {
      nextNanos = now + (isTerminal ? BAR_EVERY_NANOS : LINE_EVERY_NANOS);
      if (isTerminal) {
        output.bar(ProgressBar.of(done, total));
        isDrawn = true;
      } else {
        output.info(done + " of " + total + " changes are done.");
      }
    }
  }
}

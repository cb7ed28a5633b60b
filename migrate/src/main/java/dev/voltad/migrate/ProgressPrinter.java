package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockHolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells a person on stderr how a migration gets on: who is waited for, and long runs' progress. */
final class ProgressPrinter implements MigrationListener {
  private static final long EVERY_NANOS = 1_000_000_000L;

  private final Path home;
  private final MigrateOutput output;
  private long lastNanos = System.nanoTime();

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
    if (now - lastNanos >= EVERY_NANOS && done < total) {
      lastNanos = now;
      output.info(done + " of " + total + " changes are done.");
    }
  }
}

package dev.voltad.daemon.job;

import dev.voltad.migrate.LayoutTooNewException;
import dev.voltad.migrate.MigrationFailedException;
import dev.voltad.migrate.MigrationRequest;
import dev.voltad.migrate.MigrationResult;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.Scope;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.LockWait;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one migration or repair to its end, good or bad. Owned by the job thread. */
final class MigrationWork {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationWork.class);

  private final Path home;
  private final Migrator migrator;
  private final Problems problems;

  MigrationWork(Path home, Migrator migrator) {
    this.home = home;
    this.migrator = migrator;
    this.problems = new Problems(home);
  }

  /**
   * How it ended.
   *
   * @param isTriedAgain whether it failed for a reason that may pass
   */
  record End(Job job, boolean isTriedAgain) {}

  End run(MigrationJob job) {
    MigrationRequest request =
        new MigrationRequest(Scope.EVERYTHING, "voltad", job.job().trigger(), LockWait.BACKGROUND);
    try {
      MigrationResult result = migrator.migrate(request, job);
      log(result);
      String outcome = result.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return new End(job.job().endedWith(outcome, result.operations(), Instant.now()), false);
    } catch (LockHeldException e) {
      return failed(job, problems.of(e), true);
    } catch (LockUnavailableException e) {
      return failed(job, problems.of(e), true);
    } catch (MigrationFailedException e) {
      return failed(job, problems.of(e), true);
    } catch (LayoutTooNewException e) {
      return failed(job, problems.of(e), true);
    } catch (InterruptedException e) {
      return failed(job, problems.stopped(), false);
    } catch (RuntimeException e) {
      LOG.error("migration.broke home={}", LogValue.of(home), e);
      return failed(job, problems.ofBug(e), true);
    } catch (OutOfMemoryError e) {
      // What it had read is garbage by now, so the daemon can go on.
      return failed(job, problems.outOfMemory(), true);
    }
  }

  private End failed(MigrationJob job, Problem problem, boolean isTriedAgain) {
    LOG.warn(
        "migration.failed home={} code={} why={}",
        LogValue.of(home),
        problem.code().id(),
        LogValue.of(problem.detail()));
    return new End(job.job().failedWith(problem, Instant.now()), isTriedAgain);
  }

  private void log(MigrationResult result) {
    if (result.operations() > 0) {
      LOG.info(
          "migration.committed home={} from={} to={} operations={} findings={} ms={}",
          LogValue.of(home),
          result.from().map(LayoutVersion::id).orElse("none"),
          result.to().id(),
          result.operations(),
          result.findings().size(),
          result.took().toMillis());
    }
  }
}

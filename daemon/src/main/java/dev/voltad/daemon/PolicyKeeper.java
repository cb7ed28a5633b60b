package dev.voltad.daemon;

import dev.voltad.daemon.job.JobRunner;
import dev.voltad.daemon.job.LogValue;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the policy of the home and does what it says. One that cannot be read is as none, and a
 * problem in the status.
 *
 * <p>{@code idleExit}: the daemon ends if nothing has happened between two looks that are so far
 * apart, and nothing is under way; after that time at the earliest, and twice that at the latest.
 *
 * <p>Owned by the job thread, but for {@link #problem}.
 */
final class PolicyKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyKeeper.class);

  private final Path home;
  private final JobRunner runner;
  private final Optional<Runnable> exit;
  private final LongSupplier happened;
  private final BooleanSupplier isBusy;
  private volatile Optional<Problem> problem = Optional.empty();
  private int reads;

  /**
   * @param exit ends the daemon; empty if nobody would start it again
   * @param happened counts whatever keeps the daemon alive
   * @param isBusy whether something is under way
   */
  PolicyKeeper(
      Path home,
      JobRunner runner,
      Optional<Runnable> exit,
      LongSupplier happened,
      BooleanSupplier isBusy) {
    this.home = home;
    this.runner = runner;
    this.exit = exit;
    this.happened = happened;
    this.isBusy = isBusy;
  }

  /** What is wrong with the policy. */
  Optional<Problem> problem() {
    return problem;
  }

  /** Reads it, now and whenever it may have changed. */
  void read() {
    int read = ++reads; // ends the looks because of what was read before
    try {
      Optional<Duration> limit = Policy.of(home).idleAfter();
      problem = Optional.empty();
      if (limit.isPresent() && exit.isPresent()) {
        lookLater(limit.get(), read);
      }
    } catch (IOException e) {
      LOG.warn("policy.unread why={}", LogValue.of(e));
      problem =
          Optional.of(
              new Problem(
                  "Could not read the policy.",
                  e.getMessage() + "; the daemon goes on as if there were none.",
                  ProblemCode.CONFIGURATION,
                  "Set it right, then run `volta daemon reload`."));
    }
  }

  private void lookLater(Duration limit, int read) {
    long before = happened.getAsLong();
    runner.offerAfter(
        limit,
        () -> {
          if (read != reads) {
            return;
          }
          if (happened.getAsLong() == before && !isBusy.getAsBoolean()) {
            LOG.info("daemon.idle after={}s", limit.toSeconds());
            exit.orElseThrow().run();
          } else {
            lookLater(limit, read);
          }
        });
  }
}

package dev.voltad.daemon;

import dev.voltad.daemon.job.JobRunner;
import dev.voltad.protocol.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The setting {@code idleExit}: the daemon ends if nothing has happened between two looks that are
 * so far apart, and nothing is under way; after that time at the earliest, and twice that at the
 * latest. Owned by the job thread.
 */
final class IdleExit {
  private static final Logger LOG = LoggerFactory.getLogger(IdleExit.class);

  private final JobRunner runner;
  private final Optional<Runnable> exit;
  private final LongSupplier happened;
  private final BooleanSupplier isBusy;
  private int settings;

  /**
   * @param exit ends the daemon; empty if nobody would start it again
   * @param happened counts whatever keeps the daemon alive
   * @param isBusy whether something is under way
   */
  IdleExit(
      JobRunner runner, Optional<Runnable> exit, LongSupplier happened, BooleanSupplier isBusy) {
    this.runner = runner;
    this.exit = exit;
    this.happened = happened;
    this.isBusy = isBusy;
  }

  /** From now on it is as this policy says. */
  void follow(Policy policy) {
    int setting = ++settings; // ends the looks because of the policy before
    Optional<Duration> limit = policy.inForce().idleAfter();
    if (limit.isPresent() && exit.isPresent()) {
      lookLater(limit.get(), setting);
    }
  }

  private void lookLater(Duration limit, int setting) {
    long before = happened.getAsLong();
    runner.offerAfter(
        limit,
        () -> {
          if (setting != settings) {
            return;
          }
          if (happened.getAsLong() == before && !isBusy.getAsBoolean()) {
            LOG.info("daemon.idle after={}s", limit.toSeconds());
            exit.orElseThrow().run();
          } else {
            lookLater(limit, setting);
          }
        });
  }
}

package dev.voltad.daemon.update;

import dev.voltad.daemon.job.LogValue;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.UpdatePhase;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trial of the release that this daemon is of. It has proved itself when it has refreshed the
 * feed, that is, can update itself again, and has lasted as long as is asked of it; without a
 * network it is enough to last a day. Runs on the update thread.
 */
final class Trial {
  static final Duration LONGEST = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
  private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
  private static final Duration MOST_RETRY = Duration.ofMinutes(1);

  private final UpdateHome at;
  private final Supplier<Policy> policy;
  private final long started;
  private final BiConsumer<Duration, Runnable> later;
  private boolean hasRefreshed;

  /**
   * @param started when this daemon did, as {@link System#nanoTime}
   * @param later does something on this thread again, after a while
   */
  Trial(
      UpdateHome at, Supplier<Policy> policy, long started, BiConsumer<Duration, Runnable> later) {
    this.at = at;
    this.policy = policy;
    this.started = started;
    this.later = later;
  }

  boolean isOn() throws IOException {
    return at.own().isOnTrial(at.activator().state());
  }

  private boolean isCommitted() throws IOException {
    Optional<String> ours = at.ownSlot();
    return at.activator()
        .state()
        .filter(it -> it.phase() == UpdatePhase.COMMITTED && ours.equals(Optional.of(it.to())))
        .isPresent();
  }

  /**
   * Looks whether it has proved itself, and looks again until it has.
   *
   * @param committed called once then
   */
  void prove(Runnable committed) {
    Duration again = MOST_RETRY;
    try {
      if (!isOn()) {
        if (isCommitted()) {
          committed.run(); // by `--once`, of the same release; who stands by shall hear it
        }
        return;
      }
      Duration trial = at.feed().map(FeedConfig::trial).orElse(LONGEST);
      Duration up = Duration.ofNanos(System.nanoTime() - started); // clocks are set
      tryRefresh();
      boolean isProved = hasRefreshed && up.compareTo(trial) >= 0;
      if (isProved || up.compareTo(LONGEST) >= 0) {
        if (commit()) {
          committed.run();
        }
        return;
      }
      again = hasRefreshed ? trial.minus(up).plusMillis(1) : retry(trial);
    } catch (IOException e) {
      LOG.warn("update.unread why={}", LogValue.of(e));
    } catch (UpdateException e) {
      LOG.warn("update.uncommitted why={}", LogValue.of(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    later.accept(again, () -> prove(committed));
  }

  /** How long after it could not refresh it tries again. */
  static Duration retry(Duration trial) {
    Duration some = trial.dividedBy(4);
    Duration least = some.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : some;
    return least.compareTo(MOST_RETRY) > 0 ? MOST_RETRY : least;
  }

  private void tryRefresh() throws InterruptedException {
    if (hasRefreshed) {
      return;
    }
    try {
      new UpdateEngine(at, policy.get()).refresh();
      hasRefreshed = true;
    } catch (UpdateException e) {
      LOG.warn("update.unrefreshed why={}", LogValue.of(e.getMessage()));
    }
  }

  /**
   * @return false if it is being taken back
   */
  private boolean commit() throws UpdateException, IOException, InterruptedException {
    var held = at.lock();
    try {
      if (!isOn()) {
        return false;
      }
      at.activator().commit();
    } finally {
      held.close();
    }
    LOG.info("update.committed version={}", at.version());
    return true;
  }
}

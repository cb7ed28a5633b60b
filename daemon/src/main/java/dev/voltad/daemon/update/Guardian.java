package dev.voltad.daemon.update;

import dev.voltad.protocol.UpdatePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over to a release on trial and stands by until it has proved itself: whatever happens to
 * its daemon meanwhile, the one before serves again at once, with the layout and the pointer as
 * they were. Runs on the update thread of the daemon before.
 */
final class Guardian {
  private static final Logger LOG = LoggerFactory.getLogger(Guardian.class);
  private static final Duration READY_LIMIT = Duration.ofSeconds(30);
  private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(60);

  /** For the two refreshes of a feed that is there, and then some. */
  private static final Duration REFRESH_LIMIT = Duration.ofSeconds(10);

  private final UpdateHome at;
  private final Shift shift;
  private final Refresher refresher;

  /** Refreshes what is trusted with our own code. */
  @FunctionalInterface
  interface Refresher {
    void refresh() throws UpdateException, InterruptedException;
  }

  Guardian(UpdateHome at, Shift shift, Refresher refresher) {
    this.at = at;
    this.shift = shift;
    this.refresher = refresher;
  }

  /**
   * Starts the successor and lets it serve.
   *
   * @return it, serving
   * @throws BadReleaseException if it does not come to that: all is as before
   */
  Successor handOver(UpdateState trial)
      throws BadReleaseException, UpdateException, IOException, InterruptedException {
    Successor successor = null;
    try {
      Path slot = at.slots().folder(trial.to());
      Map<String, String> changes =
          Map.of(
              "VOLTA_HOME",
              at.home().toString(),
              "VOLTA_INSTALL_DIR",
              at.home().resolve("self/current/bin").toString());
      successor = Successor.start(slot, changes, shift.isSocketInherited());
      successor.await(HandoverWord.READY, READY_LIMIT);
      shift.release();
      successor.await(HandoverWord.HEALTHY, HEALTHY_LIMIT);
      return successor;
    } catch (BadReleaseException e) {
      Successor.end(successor);
      shift.takeBack();
      undo(trial, e.getMessage());
      throw e;
    } catch (IOException | InterruptedException e) {
      Successor.end(successor); // or it would serve once we have ended
      throw e;
    }
  }

  /**
   * Stands by.
   *
   * @param trial how long the release must prove itself
   * @return whether the successor goes on without us
   */
  boolean standBy(UpdateState state, Successor successor, Duration trial)
      throws UpdateException, IOException, InterruptedException {
    Duration patience = trial.multipliedBy(2).plusSeconds(1);
    boolean couldBefore = false;
    while (true) {
      switch (successor.next(couldBefore ? second(trial) : patience)) {
        case COMMITTED, STOPPED -> {
          return true;
        }
        case BROKE -> {
          takeBack(state, successor, "its daemon ended with " + successor.exit().orElse(-1));
          return false;
        }
        case NOTHING -> {
          boolean can = canRefresh();
          if (can && couldBefore) {
            takeBack(
                state,
                successor,
                "it did not prove itself within "
                    + patience.toSeconds()
                    + " s; it cannot refresh its feed, which the release before can");
            return false;
          }
          couldBefore = can; // or the network has come back just now
        }
      }
    }
  }

  /** In which it tries twice more. */
  private static Duration second(Duration trial) {
    return Trial.retry(trial).multipliedBy(2).plus(REFRESH_LIMIT);
  }

  /** Whether it is the release that cannot, and not the network or the feed. */
  private boolean canRefresh() throws InterruptedException {
    try {
      refresher.refresh();
      return true;
    } catch (UpdateException e) {
      LOG.info("update.waits why=\"{}\"", e.getMessage());
      return false;
    }
  }

  private void takeBack(UpdateState state, Successor successor, String reason)
      throws UpdateException, IOException, InterruptedException {
    successor.close();
    shift.takeBack();
    undo(state, reason);
  }

  private void undo(UpdateState state, String reason)
      throws UpdateException, IOException, InterruptedException {
    LOG.warn("update.undoing release={} why=\"{}\"", state.to(), reason);
    var held = at.lock();
    try {
      // A successor that has committed before it broke is gone back from all the same.
      Optional<UpdateState> now = at.activator().state().filter(it -> it.to().equals(state.to()));
      if (now.isPresent() && !at.activator().isSuperseded(now.get())) {
        at.activator().undo(state.undoing(reason, false, at.clock().instant()));
      }
    } finally {
      held.close();
      shift.resume();
    }
    LOG.info("update.undone release={} phase={}", state.to(), UpdatePhase.UNDOING.id());
  }
}

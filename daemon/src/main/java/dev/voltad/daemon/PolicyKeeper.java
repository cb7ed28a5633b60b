package dev.voltad.daemon;

import dev.voltad.daemon.job.JobRunner;
import dev.voltad.daemon.job.LogValue;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.ManagedPolicy;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the policy of the home: reads it, and says what it means now. One that cannot be read is a
 * problem in the status, and counts as a hold: somebody may have meant one, and a home that is left
 * as it is can still be seen to.
 *
 * <p>A hold ends by the clock on the wall, and a machine may have slept until then: so there is a
 * look at it every ten minutes, and at its end.
 *
 * <p>{@link #read} is for the job thread; the rest is thread-safe.
 */
final class PolicyKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyKeeper.class);
  private static final Duration LOOK = Duration.ofMinutes(10);

  private final Path home;
  private final ManagedPolicy managed;
  private final JobRunner runner;
  private final InstantSource clock;
  private final Runnable onHold;
  private final Consumer<Policy> onRead;
  private volatile State state;

  // job thread
  private int reads;
  private Optional<Hold> seen = Optional.empty();

  /**
   * What was read; a problem comes with a hold.
   *
   * @param isRead whether it was by {@link #read}, so that all who have to know do
   */
  private record State(Policy policy, Optional<Problem> problem, boolean isRead) {}

  /**
   * Knows the policy from the beginning: a request may be there before the job thread is.
   *
   * @param managed what goes before the home's own
   * @param onHold called on the job thread when a hold begins, changes or ends
   * @param onRead gets the policy on the job thread each time it was read; {@link Policy#NONE} in
   *     place of one that cannot be
   */
  PolicyKeeper(
      Path home,
      ManagedPolicy managed,
      JobRunner runner,
      InstantSource clock,
      Runnable onHold,
      Consumer<Policy> onRead) {
    this.home = home;
    this.managed = managed;
    this.runner = runner;
    this.clock = clock;
    this.onHold = onHold;
    this.onRead = onRead;
    this.state = new State(first(), Optional.empty(), false);
  }

  private Policy first() {
    try {
      return Policy.of(home, managed);
    } catch (IOException e) {
      return Policy.NONE.withHold(Optional.of(Hold.ofUnreadable(clock.instant())));
    }
  }

  /** What is wrong with the policy. */
  Optional<Problem> problem() {
    return state.problem();
  }

  /** As it was read last; {@link Policy#NONE} but for a hold if there is a {@link #problem}. */
  Policy policy() {
    return state.policy();
  }

  /** The hold there is now. */
  Optional<Hold> hold() {
    return state.policy().hold().filter(hold -> hold.isOn(clock.instant()));
  }

  /** Whether nothing may be done of our own accord; so too as long as nobody has looked. */
  boolean isOnHold() {
    return !state.isRead() || hold().isPresent();
  }

  /** Reads it, now and whenever it may have changed. */
  void read() {
    try {
      state = new State(Policy.of(home, managed), Optional.empty(), true);
      onRead.accept(state.policy());
    } catch (IOException e) {
      LOG.warn("policy.unread why={}", LogValue.of(e));
      Optional<Hold> held =
          state.problem().isPresent()
              ? state.policy().hold()
              : Optional.of(Hold.ofUnreadable(clock.instant()));
      Policy policy = Policy.NONE.withHold(held);
      state = new State(policy, Optional.of(unreadable(e)), true);
      onRead.accept(policy);
    }
    look(++reads); // ends the looks because of what was read before
  }

  private static Problem unreadable(IOException e) {
    return new Problem(
        "Could not read the policy.",
        e.getMessage() + "; until it can be read, nothing is done without being asked for.",
        ProblemCode.CONFIGURATION,
        "Set it right or remove it, then run `volta daemon reload`.");
  }

  /** Notices that a hold has begun, changed or ended. */
  private void look(int read) {
    if (read != reads) {
      return;
    }
    Optional<Hold> now = hold();
    if (!now.equals(seen)) {
      seen = now;
      now.ifPresentOrElse(
          hold ->
              LOG.info("hold.began home={} hold={}", LogValue.of(home), LogValue.of(hold.text())),
          () -> LOG.info("hold.ended home={}", LogValue.of(home)));
      onHold.run();
    }
    now.flatMap(Hold::until)
        .ifPresent(end -> runner.offerAfter(untilNextLook(end), () -> look(read)));
  }

  private Duration untilNextLook(Instant end) {
    Duration left = Duration.between(clock.instant(), end).plusMillis(1); // not a hair before it
    return left.compareTo(LOOK) < 0 ? left : LOOK;
  }
}

package dev.voltad.daemon.update;

import dev.voltad.daemon.job.LogValue;
import dev.voltad.daemon.policy.Schedule;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.UpdateReport;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a daemon looks at the feed, and what it wrote down of the look before. What cannot be
 * written down is lost with the daemon, and nothing else.
 */
final class Lookout {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  private final UpdateHome at;
  private final Supplier<Policy> policy;

  Lookout(UpdateHome at, Supplier<Policy> policy) {
    this.at = at;
    this.policy = policy;
  }

  /** What a daemon before has written down, if it was of this release and still holds. */
  UpdateReport known() {
    String channel = policy.get().inForce().updateChannel();
    UpdateReport nothing = placed(UpdateReport.of(at.version().toString(), channel));
    return at.memory()
        .report()
        .filter(it -> nothing.version().equals(it.version()) && nothing.bad().equals(it.bad()))
        .map(this::placed)
        .orElse(nothing);
  }

  /** With what becomes of releases now. */
  UpdateReport placed(UpdateReport report) {
    try {
      return at.withPlace(report);
    } catch (IOException e) {
      return report;
    }
  }

  /** The first look of a daemon. */
  Instant afterStart() throws IOException {
    UpdateMemory memory = at.memory();
    return schedule().afterStart(at.clock().instant(), memory.next(), memory.count());
  }

  /** A look that is as far away as after one that went well. */
  Instant afterSuccess() {
    Instant now = at.clock().instant();
    try {
      return schedule().afterSuccess(now, at.memory().count());
    } catch (IOException e) {
      return now.plus(Schedule.EVERY);
    }
  }

  private Schedule schedule() throws IOException {
    return Schedule.of(at.installId());
  }

  /**
   * Writes down what a look has shown.
   *
   * @param isGood whether it was one that went well
   * @return the same, with the time of the next look
   */
  UpdateReport after(boolean isGood, UpdateReport seen) {
    UpdateReport now = placed(seen);
    try {
      UpdateMemory before = at.memory();
      int failures = isGood ? 0 : before.failures() + 1;
      Instant next = next(isGood, now, failures, before.count());
      now = now.with(Optional.of(next), now.problem());
      at.remember(
          new UpdateMemory(before.count() + 1, failures, Optional.of(next), Optional.of(now)));
    } catch (IOException e) {
      LOG.warn("update.unremembered why={}", LogValue.of(e));
    }
    return now;
  }

  /** Sooner than planned if a gate opens before that. */
  private Instant next(boolean isGood, UpdateReport seen, int failures, long count)
      throws IOException {
    Instant now = at.clock().instant();
    if (!isGood) {
      return schedule().afterFailure(now, failures, count);
    }
    Instant planned = schedule().afterSuccess(now, count);
    return seen.nextTry().filter(it -> it.isAfter(now) && it.isBefore(planned)).orElse(planned);
  }
}

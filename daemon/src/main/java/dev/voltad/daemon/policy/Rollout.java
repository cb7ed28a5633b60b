package dev.voltad.daemon.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a release reaches more and more homes: from so many hours after it was published on, so many
 * of 10,000 buckets may take it. A home that may take it once may from then on, unless the rollout
 * is paused. Immutable.
 *
 * @param salt of this rollout, so that not always the same homes are first; at most {@value
 *     #MAX_SALT} characters
 * @param steps in the order of time, at most {@value #MAX_STEPS}; none: all homes at once
 * @param isPaused nobody takes it any more; who has it keeps it
 */
public record Rollout(String salt, List<Step> steps, boolean isPaused) {
  static final int MAX_STEPS = 100;
  static final int MAX_SALT = 128;

  /** Every home, as soon as it is published. */
  public static final Rollout AT_ONCE = new Rollout("", List.of(), false);

  /**
   * @param hours since the release was published; 0 to {@value #MAX_HOURS}
   * @param perTenThousand how many buckets may take it from then on; 0 to 10,000
   */
  public record Step(int hours, int perTenThousand) {
    static final int MAX_HOURS = 366 * 24;

    /**
     * @throws IllegalArgumentException if one of them is out of its limits
     */
    public Step {
      require(hours >= 0 && hours <= MAX_HOURS, "step after " + hours + " hours");
      require(
          perTenThousand >= 0 && perTenThousand <= Bucket.COUNT,
          "step to " + perTenThousand + " of 10000");
    }

    Instant begins(Instant published) {
      return published.plus(Duration.ofHours(hours));
    }
  }

  /**
   * @throws IllegalArgumentException if a step is not later than the one before, or takes in fewer
   *     buckets, or a limit is passed
   */
  public Rollout {
    steps = List.copyOf(steps);
    require(salt.length() <= MAX_SALT, "salt of " + salt.length() + " characters");
    require(steps.size() <= MAX_STEPS, steps.size() + " steps");
    for (int i = 1; i < steps.size(); i++) {
      Step before = steps.get(i - 1);
      Step step = steps.get(i);
      require(step.hours > before.hours, "step after " + step.hours + " hours at that place");
      require(
          step.perTenThousand >= before.perTenThousand,
          "step back to " + step.perTenThousand + " of 10000");
    }
    steps = steps.isEmpty() ? List.of(new Step(0, Bucket.COUNT)) : steps;
  }

  private static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new IllegalArgumentException("not allowed in a rollout: " + what);
    }
  }

  /** How many of 10,000 buckets may take it then, paused or not. */
  public int share(Instant published, Instant now) {
    int share = 0;
    for (Step step : steps) {
      if (!step.begins(published).isAfter(now)) {
        share = step.perTenThousand;
      }
    }
    return share;
  }

  /** From when on this bucket may take it; empty if the steps never get there. */
  public Optional<Instant> opens(int bucket, Instant published) {
    return steps.stream()
        .filter(step -> bucket < step.perTenThousand)
        .findFirst()
        .map(step -> step.begins(published));
  }
}

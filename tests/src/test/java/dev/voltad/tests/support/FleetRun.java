package dev.voltad.tests.support;

import dev.voltad.daemon.policy.Rollout.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was seen of a fleet: requests minute by minute, and installed releases hour by hour. */
public final class FleetRun {
  private static final int MINUTE = 60;

  /** How long after the feed is back a herd would show: the longest back-off after such a time. */
  private static final Duration AFTERMATH = Duration.ofHours(16);

  private final FleetPlan plan;
  private final int[] requests;
  private final int[] installs;

  FleetRun(FleetPlan plan) {
    this.plan = plan;
    this.requests = new int[plan.minutes()];
    this.installs = new int[plan.minutes() / MINUTE];
  }

  void request(int second) {
    requests[second / MINUTE]++;
  }

  void installed(int hour) {
    installs[hour]++;
  }

  public FleetPlan plan() {
    return plan;
  }

  /** Requests in each minute. */
  public int[] requestsPerMinute() {
    return requests.clone();
  }

  /**
   * Requests in one span of time.
   *
   * @param mean a second
   * @param peak a second, in the busiest minute
   */
  public record Load(String name, double mean, double peak) {}

  /** All of it, and its parts around the outage. */
  public List<Load> loads() {
    Instant end = plan.start().plus(plan.length());
    return List.of(
        load("all two weeks", plan.start(), end),
        load("before the outage", plan.start(), plan.outage()),
        load("feed away", plan.outage(), plan.back()),
        load("first hour after", plan.back(), plan.back().plus(Duration.ofHours(1))),
        load("16 hours after", plan.back(), plan.back().plus(AFTERMATH)),
        load("from then on", plan.back().plus(AFTERMATH), end));
  }

  private Load load(String name, Instant from, Instant to) {
    int[] part = Arrays.copyOfRange(requests, minute(from), minute(to));
    double mean = Arrays.stream(part).average().orElseThrow() / MINUTE;
    return new Load(name, mean, Arrays.stream(part).max().orElseThrow() / (double) MINUTE);
  }

  private int minute(Instant instant) {
    return (int) Duration.between(plan.start(), instant).toMinutes();
  }

  /** The part of all homes that has the release, at the end of each hour. */
  public double[] installedShares() {
    double[] shares = new double[installs.length];
    int sum = 0;
    for (int hour = 0; hour < shares.length; hour++) {
      sum += installs[hour];
      shares[hour] = sum / (double) plan.homes();
    }
    return shares;
  }

  /** What the steps want at the end of each hour: the part of all homes. */
  public double[] wantedShares() {
    double[] shares = new double[installs.length];
    for (Step step : plan.steps()) {
      int from = plan.hour(plan.published()) + step.hours();
      Arrays.fill(shares, from, shares.length, step.perTenThousand() / 10_000.0);
    }
    return shares;
  }

  /**
   * One step of the rollout, as it came out.
   *
   * @param from hours from the start
   * @param installed part of all homes, in the last hour before the next step
   * @param reached hours until all but a hundredth of what the step adds had it; -1 for never
   */
  public record StepResult(int from, double wanted, double installed, int reached) {}

  public List<StepResult> steps() {
    double[] shares = installedShares();
    List<StepResult> results = new ArrayList<>();
    double before = 0;
    for (int i = 0; i < plan.steps().size(); i++) {
      Step step = plan.steps().get(i);
      int from = plan.hour(plan.published()) + step.hours();
      boolean isLast = i == plan.steps().size() - 1;
      int end =
          isLast ? shares.length : plan.hour(plan.published()) + plan.steps().get(i + 1).hours();
      double wanted = step.perTenThousand() / 10_000.0;
      double added = shares[end - 1] - before;
      int reached = from;
      while (reached < end && shares[reached] - before < 0.99 * added) {
        reached++;
      }
      results.add(new StepResult(from, wanted, shares[end - 1], reached + 1 - from));
      before = shares[end - 1];
    }
    return results;
  }
}

package dev.voltad.tests.support;

import dev.voltad.tests.support.FleetRun.Load;
import dev.voltad.tests.support.FleetRun.StepResult;
import dev.voltad.tests.support.SvgChart.Axis;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** What was seen of a fleet, for people: a table, and two charts. */
public final class FleetReport {
  private static final double DAY_MINUTES = 24 * 60;
  private static final int POINT_MINUTES = 15;
  private static final String BLUE = "#1f5fa8";
  private static final String RED = "#c8442c";
  private static final String GREY = "#9a9a9a";

  private final FleetRun run;
  private final FleetPlan plan;

  public FleetReport(FleetRun run) {
    this.run = run;
    this.plan = run.plan();
  }

  public String table() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%,d homes, %d days, %d of 10 off at night\n",
        plan.homes(),
        plan.length().toDays(),
        plan.nightly());
    addLoads(text);
    line(text, "");
    addSteps(text);
    return text.toString();
  }

  private void addLoads(StringBuilder text) {
    double mean = run.loads().get(0).mean();
    String head = "%-20s%10s%10s%12s%18s";
    line(text, head, "requests a second", "mean", "peak", "peak/mean", "peak/mean of all");
    for (Load load : run.loads()) {
      line(
          text,
          "%-20s%10.2f%10.2f%12.2f%18.2f",
          load.name(),
          load.mean(),
          load.peak(),
          load.peak() / load.mean(),
          load.peak() / mean);
    }
  }

  private void addSteps(StringBuilder text) {
    String head = "%-20s%10s%10s%12s%18s";
    line(text, head, "rollout, from hour", "wanted %", "has it %", "apart", "99 % of it after");
    for (StepResult step : run.steps()) {
      line(
          text,
          "%-20d%10.2f%10.2f%12.2f%16d h",
          step.from(),
          100 * step.wanted(),
          100 * step.installed(),
          100 * (step.installed() - step.wanted()),
          step.reached());
    }
  }

  private static void line(StringBuilder text, String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values)).append('\n');
  }

  /** Mean and busiest minute of each quarter of an hour. */
  public String requestsChart() {
    int[] minutes = run.requestsPerMinute();
    int points = minutes.length / POINT_MINUTES;
    double[] days = new double[points];
    double[] means = new double[points];
    double[] peaks = new double[points];
    for (int i = 0; i < points; i++) {
      int[] part = Arrays.copyOfRange(minutes, i * POINT_MINUTES, (i + 1) * POINT_MINUTES);
      days[i] = i * POINT_MINUTES / DAY_MINUTES;
      means[i] = Arrays.stream(part).average().orElseThrow() / 60;
      peaks[i] = Arrays.stream(part).max().orElseThrow() / 60.0;
    }
    double tick = tick(Arrays.stream(peaks).max().orElseThrow());
    double top = tick * Math.ceil(Arrays.stream(peaks).max().orElseThrow() / tick);
    return new SvgChart(
            String.format(Locale.ROOT, "Requests of %,d homes", plan.homes()),
            new Axis("days", plan.length().toDays(), 1),
            new Axis("requests a second", top, tick))
        .band("feed away", days(plan.outage()), days(plan.back()))
        .line("busiest minute of a quarter of an hour", GREY, days, peaks)
        .line("mean of a quarter of an hour", BLUE, days, means)
        .text();
  }

  /** 1, 2 or 5 and zeros: so that there are four to ten labels. */
  private static double tick(double max) {
    double tick = Math.pow(10, Math.floor(Math.log10(max)));
    return max / tick < 2 ? tick / 5 : max / tick < 5 ? tick / 2 : tick;
  }

  private double days(Instant instant) {
    return Duration.between(plan.start(), instant).toMinutes() / DAY_MINUTES;
  }

  public String rolloutChart() {
    double[] wanted = run.wantedShares();
    double[] installed = run.installedShares();
    double[] days = new double[wanted.length];
    double[] stairDays = new double[2 * wanted.length];
    double[] stairs = new double[2 * wanted.length];
    for (int hour = 0; hour < wanted.length; hour++) {
      days[hour] = (hour + 1) / 24.0; // shares are those at the end of an hour
      installed[hour] *= 100;
      stairDays[2 * hour] = hour / 24.0;
      stairDays[2 * hour + 1] = (hour + 1) / 24.0;
      stairs[2 * hour] = 100 * wanted[hour];
      stairs[2 * hour + 1] = 100 * wanted[hour];
    }
    return new SvgChart(
            String.format(Locale.ROOT, "A release on its way to %,d homes", plan.homes()),
            new Axis("days", plan.length().toDays(), 1),
            new Axis("% of all homes", 100, 10))
        .band("feed away", days(plan.outage()), days(plan.back()))
        .line("steps of the rollout", RED, stairDays, stairs)
        .line("have the release", BLUE, days, installed)
        .text();
  }
}

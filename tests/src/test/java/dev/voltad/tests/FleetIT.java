package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.Fleet;
import dev.voltad.tests.support.FleetPlan;
import dev.voltad.tests.support.FleetReport;
import dev.voltad.tests.support.FleetRun;
import dev.voltad.tests.support.FleetRun.Load;
import dev.voltad.tests.support.FleetRun.StepResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Twenty thousand homes follow one feed for two weeks; {@link FleetBenchmark} has a million.
 * Nothing in it is left to chance, so the figures are the same each time.
 */
@Timeout(120)
class FleetIT {
  /** Of the part of all homes that a step of the rollout wants. */
  private static final double ONE_PERCENT = 0.01;

  private static FleetRun run;

  @BeforeAll
  static void simulate() {
    run = Fleet.run(FleetPlan.twoWeeks(20_000));
    System.out.println(new FleetReport(run).table());
  }

  private static Load load(String name) {
    return load(run, name);
  }

  private static Load load(FleetRun run, String name) {
    return run.loads().stream().filter(load -> load.name().equals(name)).findFirst().orElseThrow();
  }

  /** In the morning, when four machines of ten are switched on. */
  @Test
  void requests_busiestMinute_isNoHerd() {
    double mean = load("all two weeks").mean();

    assertTrue(load("before the outage").peak() <= 3 * mean, () -> run.loads().toString());
    assertTrue(load("from then on").peak() <= 3 * mean, () -> run.loads().toString());
  }

  /** Everybody who fails tries again three times in the six hours in which they would rest. */
  @Test
  void requests_feedAway_staysWithinWhatTheBackOffAllows() {
    double mean = load("all two weeks").mean();

    assertTrue(load("feed away").mean() <= 3 * mean, () -> run.loads().toString());
    assertTrue(load("feed away").peak() <= 6 * mean, () -> run.loads().toString());
  }

  @Test
  void requests_feedIsBack_nobodyRushes() {
    double usual = load("before the outage").peak();

    assertTrue(load("first hour after").peak() <= usual, () -> run.loads().toString());
    assertTrue(load("16 hours after").peak() <= usual, () -> run.loads().toString());
  }

  @Test
  void requests_feedAway_theyBecomeFewer() {
    int[] minutes = run.requestsPerMinute();
    int gone = 106 * 60;

    int firstHour = IntStream.range(gone, gone + 60).map(i -> minutes[i]).sum();
    int lastHour = IntStream.range(gone + 11 * 60, gone + 12 * 60).map(i -> minutes[i]).sum();

    assertTrue(lastHour < firstHour, lastHour + " in the last hour, " + firstHour + " before");
  }

  @Test
  void rollout_everyStep_isFollowedWithinAPercent() {
    for (StepResult step : run.steps()) {
      assertEquals(step.wanted(), step.installed(), ONE_PERCENT, step::toString);
    }
  }

  /** From two to two: it meets every machine that is switched on in the morning. */
  @Test
  void feedAway_whenAStepBegins_delaysItAndNobodyRushes() {
    FleetRun other = Fleet.run(FleetPlan.twoWeeks(20_000).away(98, 110));
    System.out.println(new FleetReport(other).table());
    double usual = load(other, "before the outage").peak();

    assertTrue(load(other, "first hour after").peak() <= usual, () -> other.loads().toString());
    assertTrue(load(other, "16 hours after").peak() <= usual, () -> other.loads().toString());
    for (StepResult step : other.steps()) {
      assertEquals(step.wanted(), step.installed(), ONE_PERCENT, step::toString);
      assertEquals(step.from() == 96, step.reached() > 24, step::toString);
    }
  }

  @Test
  void rollout_everyHour_neverRunsAheadOfItsSteps() {
    double[] installed = run.installedShares();
    double[] wanted = run.wantedShares();
    for (int hour = 0; hour < installed.length; hour++) {
      assertTrue(installed[hour] <= wanted[hour] + ONE_PERCENT, "hour " + hour);
    }
    assertEquals(1.0, installed[installed.length - 1], "in the end everybody has it");
  }

  @Test
  void charts_areXmlWithALineForEachCurve() throws Exception {
    FleetReport report = new FleetReport(run);
    for (String svg : List.of(report.requestsChart(), report.rolloutChart())) {
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();

      assertEquals("svg", root.getTagName());
      NodeList lines = root.getElementsByTagName("polyline");
      assertEquals(2, lines.getLength());
      for (int i = 0; i < lines.getLength(); i++) {
        for (String point : ((Element) lines.item(i)).getAttribute("points").split(" ")) {
          String[] place = point.split(",");
          assertTrue(isInside(place[0], 70, 940) && isInside(place[1], 70, 365), point);
        }
      }
    }
  }

  private static boolean isInside(String number, double from, double to) {
    double value = Double.parseDouble(number);
    return value >= from && value <= to;
  }
}

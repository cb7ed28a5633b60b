package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.Fleet;
import dev.voltad.tests.support.FleetPlan;
import dev.voltad.tests.support.FleetReport;
import dev.voltad.tests.support.FleetRun;
import dev.voltad.tests.support.FleetRun.Load;
import dev.voltad.tests.support.FleetRun.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A million homes follow one feed for two weeks, as in {@link FleetIT}: prints what it costs the
 * feed and how the release spreads, and draws both into {@code docs/images}.
 */
@Timeout(900)
class FleetBenchmark {
  private static final Path IMAGES = Path.of("../docs/images");

  @Test
  void fleet_aMillionHomes_isServedBySmallMachines() throws Exception {
    long start = System.nanoTime();
    FleetRun run = Fleet.run(FleetPlan.twoWeeks(1_000_000));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    FleetReport report = new FleetReport(run);
    System.out.println(report.table());
    System.out.println("simulated in " + took.toSeconds() + " s");
    Files.createDirectories(IMAGES);
    Files.writeString(IMAGES.resolve("update-requests.svg"), report.requestsChart());
    Files.writeString(IMAGES.resolve("update-rollout.svg"), report.rolloutChart());

    double mean = run.loads().get(0).mean();
    for (Load load : run.loads()) {
      double most = load.name().equals("feed away") || load.name().equals("all two weeks") ? 5 : 2;
      assertTrue(load.peak() <= most * mean, load::toString);
    }
    for (StepResult step : run.steps()) {
      assertEquals(step.wanted(), step.installed(), 0.002, step::toString);
    }
  }
}

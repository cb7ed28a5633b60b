package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.FeedServer;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProcessSample;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.SecondBuild;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to look for a release, and to take one of which only our own jars differ: time,
 * bytes over HTTP, and memory of the daemon that does it. Run by {@code ./dev bench}.
 */
@ExtendWith(NothingLeft.class)
@Timeout(900)
class UpdateBenchmark {
  private static final int ROUNDS = 11;

  /** Longer than the daemon waits before it gives memory back. */
  private static final Duration UNTIL_REST = Duration.ofSeconds(30);

  private static final long MOST_BYTES = 2_000_000;

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void update_costs_arePrinted() throws IOException, InterruptedException {
    UpdateWorld world = UpdateWorld.create(tree, dir).install(tree.top());
    world.publish(tree.top(), "4", "4");
    try (FeedServer server = FeedServer.start(world.feed())) {
      world.trust(server.address(), 0);
      world.volta("daemon", "start").run().assertExit(0);
      try {
        refresh(world, server);
        world.publish(SecondBuild.tree(), SecondBuild.READS, SecondBuild.WRITES);
        update(world, server);
      } finally {
        world.volta("daemon", "stop").run();
      }
    }
  }

  private static void refresh(UpdateWorld world, FeedServer server)
      throws IOException, InterruptedException {
    long daemon = world.servingPid();
    long before = ProcessSample.of(daemon).kibibytes();
    server.count();
    System.out.printf("%-60s %10s%n", "what", "median");
    row("first refresh, volta self check, ms", millis(check(world)));
    FeedServer.Count first = server.count();
    row("first refresh, requests", first.requests());
    row("first refresh, bytes", first.bytes());

    List<Double> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      times.add(millis(check(world)));
    }
    Collections.sort(times);
    FeedServer.Count later = server.count();
    row("refresh, nothing new, volta self check, ms", times.get(ROUNDS / 2));
    row("refresh, nothing new, requests", later.requests() / (double) ROUNDS);
    row("refresh, nothing new, bytes", later.bytes() / (double) ROUNDS);
    row("most that was ever resident, MiB", mebibytes(daemon, "status", "VmHWM:"));
    TimeUnit.SECONDS.sleep(UNTIL_REST.toSeconds()); // nothing tells when it has given memory back
    long more = ProcessSample.of(daemon).kibibytes() - before;
    row("at rest after them, anonymous memory, MiB more", more / 1024.0);
    row("  proportional memory, MiB (budget 48)", mebibytes(daemon, "smaps_rollup", "Pss:"));
  }

  private static void update(UpdateWorld world, FeedServer server) throws IOException {
    long daemon = world.servingPid();
    server.count();
    Outcome update = world.volta("self", "update").run().assertExit(0);
    FeedServer.Count fetched = server.count();
    row("update, only our jars differ, until it is on trial, ms", millis(update));
    row("update, requests", fetched.requests());
    row("update, bytes (budget 2,000,000)", fetched.bytes());
    row(
        "update, most ever resident of the daemon before, MiB",
        mebibytes(daemon, "status", "VmHWM:"));
    row("rollback, ms", millis(world.volta("self", "rollback").run().assertExit(0)));
    assertTrue(fetched.bytes() < MOST_BYTES, fetched::toString);
  }

  private static Outcome check(UpdateWorld world) {
    return world.volta("self", "check").run().assertExit(0);
  }

  private static double mebibytes(long pid, String file, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/" + file)).stream()
            .filter(line -> line.startsWith(field))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  private static double millis(Outcome outcome) {
    return outcome.took().toNanos() / 1e6;
  }

  private static void row(String what, double value) {
    System.out.printf("%-60s %,10.1f%n", what, value);
  }
}

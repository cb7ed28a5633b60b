package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProcessSample;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people wait for, and what a daemon costs while nobody does: prints a table of medians, each
 * beside its budget. Run by {@code ./dev bench}; on a busy machine a figure over its budget says
 * little, so it fails only at the end, with all of them printed.
 */
@Timeout(600)
class BudgetBenchmark {
  private static final int ROUNDS = 11;
  private static final int NODES = 200;
  private static final int SHIMS = 5000;

  /** Longer than the daemon waits before it gives memory back. */
  private static final Duration UNTIL_REST = Duration.ofSeconds(25);

  private static final Duration REST = Duration.ofMinutes(2);

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private final List<String> over = new ArrayList<>();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void budgets_typicalHome_areMet() throws Exception {
    System.out.printf("%-52s %10s %10s%n", "what", "median", "budget");
    SampleHome sample = SampleHome.unpack("v2-typical", dir);
    tree.migrate(sample).run().assertExit(0);
    row(
        "volta-migrate, home up to date, ms",
        median(() -> millis(tree.migrate(sample).run())),
        250);
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      row("marker removed, back by the daemon, ms", median(() -> markerBack(sample, daemon)), 250);
      row(
          "volta daemon status, whole program, ms",
          median(() -> millis(tree.volta(sample, "daemon", "status").run())),
          150);
      row("status, request alone, ms", median(() -> request(daemon)), 5);
    }
    rest(sample);
    row("voltad, exec to ready, ms", median(() -> ready(sample)), 400);
    row("volta-migrate, typical v2 home, ms", median(() -> migrateTypical(sample)), 450);
    assertEquals(List.of(), over);
  }

  /**
   * A daemon that has had something to do, and then two minutes in which nobody asks for anything.
   */
  private void rest(SampleHome sample) throws Exception {
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      markerBack(sample, daemon);
      for (int i = 0; i < ROUNDS; i++) {
        request(daemon);
      }
      pause(daemon, UNTIL_REST);
      long before = waits(daemon);
      pause(daemon, REST);
      double awoken = (waits(daemon) - before) / (double) REST.toMinutes();
      row("daemon at rest, wake-ups a minute, all threads", awoken, 1);
      row("daemon at rest, threads", threads(daemon.pid()), 16);
      row("daemon at rest, proportional memory, MiB", mebibytes(daemon.pid(), "Pss:"), 48);
      row("  as if it were the only JVM (resident), MiB", mebibytes(daemon.pid(), "Rss:"), 48);
      System.out.printf("  of which no file's: %.1f MiB%n", mebibytes(daemon.pid(), "Anonymous:"));
    }
  }

  /** In parts, because what a daemon is waited for has a limit. */
  private static void pause(RunningDaemon daemon, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      long part = Math.min(end, System.nanoTime() + Duration.ofSeconds(10).toNanos());
      daemon.until("some time has passed", () -> System.nanoTime() >= part);
    }
  }

  private static long waits(RunningDaemon daemon) throws IOException {
    return ProcessSample.waits(daemon.pid()).values().stream().mapToLong(it -> it).sum();
  }

  /** From the start of the launcher to the line that follows READY=1. */
  private double ready(SampleHome sample) throws IOException {
    long start = System.nanoTime();
    try (Running voltad = tree.daemon(sample).within(Duration.ofSeconds(20)).start()) {
      voltad.until("it is ready", () -> voltad.stderr().contains("daemon.started"));
      double millis = (System.nanoTime() - start) / 1e6;
      voltad.terminate();
      voltad.await();
      return millis;
    }
  }

  /** The budget is upstream's own time in the same run, which needs upstream: none is set here. */
  @Test
  void migration_manyNodesAndShims_isPrinted() throws Exception {
    for (String layout : List.of("v1", "v3")) {
      List<Double> times = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        SampleHome large = large(layout, Files.createDirectory(dir.resolve(layout + i)));
        times.add(millis(tree.migrate(large).run()));
        Trees.delete(large.home());
      }
      Collections.sort(times);
      System.out.printf(
          "%d Nodes, %d shims, from %s: median %.0f ms of %s%n",
          NODES, SHIMS, layout, times.get(2), times);
    }
  }

  private SampleHome large(String layout, Path user) throws IOException {
    SampleHome large = new SampleHome("large", user);
    Path home = large.home();
    for (int i = 0; i < NODES; i++) {
      String below = "tools/image/node/12." + i + ".0" + (layout.equals("v1") ? "/6.1.0" : "");
      Path bin = Files.createDirectories(home.resolve(below).resolve("bin"));
      Path node = Files.writeString(bin.resolve("node"), "#!/bin/sh\n");
      Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path records = Files.createDirectories(home.resolve("tools/inventory/node"));
      Files.writeString(records.resolve("node-v12." + i + ".0-npm"), "6.1.0");
    }
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (int i = 0; i < SHIMS; i++) {
      Files.createSymbolicLink(bin.resolve("tool" + i), bin.resolve("volta-shim"));
    }
    Files.createFile(home.resolve("layout." + layout));
    return large;
  }

  private double migrateTypical(SampleHome sample) throws IOException {
    tree.migrate(sample, "--undo").run().assertExit(0);
    return millis(tree.migrate(sample).run());
  }

  private static double markerBack(SampleHome sample, RunningDaemon daemon) throws IOException {
    Path marker = sample.home().resolve("layout.v4");
    Files.delete(marker);
    long removed = System.nanoTime();
    daemon.until("the marker is back", () -> Files.exists(marker));
    double millis = (System.nanoTime() - removed) / 1e6;
    daemon.untilCurrent();
    return millis;
  }

  private static double request(RunningDaemon daemon) {
    long start = System.nanoTime();
    daemon.ask("GET", "/v1/status", "application/json");
    return (System.nanoTime() - start) / 1e6;
  }

  private static double mebibytes(long pid, String field) throws IOException {
    return kibibytes(Path.of("/proc/" + pid + "/smaps_rollup"), field) / 1024.0;
  }

  private static double threads(long pid) throws IOException {
    return kibibytes(Path.of("/proc/" + pid + "/status"), "Threads:");
  }

  private static long kibibytes(Path file, String field) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static double millis(Outcome outcome) {
    return outcome.assertExit(0).took().toNanos() / 1e6;
  }

  private static double median(Callable<Double> round) throws Exception {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      times.add(round.call());
    }
    Collections.sort(times);
    return times.get(ROUNDS / 2);
  }

  private void row(String what, double value, double budget) {
    System.out.printf("%-52s %10.1f %10.0f%n", what, value, budget);
    if (value > budget) {
      over.add(what);
    }
  }
}

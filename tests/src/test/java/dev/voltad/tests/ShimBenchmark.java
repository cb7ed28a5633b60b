package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.tests.support.NativeBuild;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.RealTools;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.ShimSituations;
import dev.voltad.tests.support.ShimSituations.Situation;
import dev.voltad.tests.support.ShimWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run through the shim takes beyond the tool itself, in one run with all it is compared
 * with: the tool alone, the least that any shim can do (one stat and one execve, linked as ours
 * is), and upstream's shim if {@code VOLTA_UPSTREAM_SHIM} names it. Part of {@code ./dev bench}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ShimBenchmark {
  private static final int ROUNDS = 1000;
  private static final double FLOORS = 2.0;
  private static final String NODE = "22.23.3";

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> over = new ArrayList<>();
  private final Optional<Path> upstream =
      Optional.ofNullable(System.getenv("VOLTA_UPSTREAM_SHIM")).map(Path::of);
  private NativeBuild build;
  private ShimWorld world;

  /** A program of the run, as {@code rounds.c} reads it, and then its times in ascending order. */
  private static final class Entry {
    private final String line;
    private long[] nanos;

    Entry(Path folder, String path, String... words) {
      this.line = folder + "\t" + path + "\t" + String.join("\t", words);
    }

    double micros(double part) {
      return nanos[(int) Math.min(nanos.length - 1, Math.round(part * nanos.length))] / 1e3;
    }
  }

  /** A row of the table. */
  private record Row(
      String name, Entry direct, Entry floor, Entry ours, Optional<Entry> upstream) {}

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void shim_besideItsFloor_isPrinted() throws Exception {
    build = new NativeBuild(dir.resolve("native"));
    build.make("bench").assertExit(0);
    world = new ShimWorld(dir.resolve("user"), build.folder().resolve("tiny"), tree.shim());
    ShimSituations situations = new ShimSituations(world);
    List<Row> rows = new ArrayList<>();
    for (Situation situation : situations.all()) {
      rows.add(row(situation, "tiny"));
    }
    Entry reader = reader(situations, rows.size() - 1);
    Optional<Entry> mise = mise(situations.all().get(0));

    measure();
    print(rows);
    mise.ifPresent(peer -> printPeer("mise exec", peer, rows.get(0)));
    Row large = rows.get(rows.size() - 1);
    printPeer("reading that manifest once, in blocks", reader, large);
    // A real Node takes so long, and so much of the caches, that it has a run of its own.
    entries.clear();
    List<Row> real = new ArrayList<>();
    for (Situation situation : realNode(situations)) {
      real.add(row(situation, "--version"));
    }
    measure();
    print(real);
    assertEquals(List.of(), over);
  }

  private Row row(Situation situation, String word) throws IOException {
    Path floor = build.folder().resolve("floor");
    Path marker = world.home().resolve("layout.v4");
    String program = situation.program().toString();
    Path ours = world.home().resolve("bin").resolve(situation.tool());
    return new Row(
        situation.name(),
        entry(situation, program, word),
        entry(situation, floor.toString(), marker.toString(), program, word),
        entry(situation, ours.toString(), word),
        upstream.isEmpty()
            ? Optional.empty()
            : Optional.of(entry(situation, upstreams(situation.tool()), word)));
  }

  private String upstreams(String tool) throws IOException {
    Path link = Files.createDirectories(dir.resolve("upstream")).resolve(tool);
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, upstream.orElseThrow().toRealPath());
    }
    return link.toString();
  }

  private Entry entry(Situation situation, String... words) {
    Entry entry = new Entry(situation.folder(), situation.path(), words);
    entries.add(entry);
    return entry;
  }

  /** What others do for the same: a peer, if it is found on PATH. */
  private Optional<Entry> mise(Situation situation) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(entry -> Path.of(entry, "mise"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(
            file ->
                entry(situation, file.toString(), "exec", "--", situation.program().toString()));
  }

  private static void printPeer(String name, Entry peer, Row row) {
    System.out.printf("%-40s %10s %15s%n", name, "", cell(peer, row.direct.micros(0.5)));
  }

  /** A program that reads the large manifest once, in large blocks, and executes the tool. */
  private Entry reader(ShimSituations situations, int last) {
    Situation large = situations.all().get(last);
    return entry(
        large,
        build.folder().resolve("reader").toString(),
        world.home().resolve("layout.v4").toString(),
        situations.largeManifest().toString(),
        large.program().toString());
  }

  /** The same places with a real Node: what a user feels. */
  private List<Situation> realNode(ShimSituations situations) throws IOException {
    new RealTools(new SampleHome("bench", world.user())).node(NODE, "10.9.9");
    Path node = world.home().resolve("tools/image/node/" + NODE + "/bin/node");
    List<Situation> real = new ArrayList<>();
    for (String folder : List.of("real", "real/1/2/3/4/5")) {
      Path current = Files.createDirectories(world.user().resolve(folder));
      Situation first = situations.all().get(0);
      real.add(
          new Situation("real node --version, " + folder, current, first.path(), "node", node));
    }
    Files.writeString(
        world.user().resolve("real/package.json"), "{\"volta\":{\"node\":\"" + NODE + "\"}}");
    return real;
  }

  private void measure() throws IOException, InterruptedException {
    Path list = dir.resolve("list");
    Path times = dir.resolve("times");
    Files.write(list, entries.stream().map(entry -> entry.line).toList());
    ProcessBuilder rounds =
        new ProcessBuilder(build.folder().resolve("rounds").toString(), String.valueOf(ROUNDS));
    rounds.environment().keySet().removeIf(name -> name.contains("VOLTA"));
    rounds.environment().putAll(world.environment());
    rounds.redirectInput(list.toFile()).redirectOutput(times.toFile());
    rounds.redirectError(ProcessBuilder.Redirect.INHERIT);
    assertEquals(0, rounds.start().waitFor());
    List<String> lines = Files.readAllLines(times);
    for (int i = 0; i < entries.size(); i++) {
      entries.get(i).nanos =
          Arrays.stream(lines.get(i).split(" ")).mapToLong(Long::parseLong).sorted().toArray();
    }
  }

  private void print(List<Row> rows) {
    System.out.printf(
        "microseconds beyond the tool alone, median and 99th percentile of %d rounds%n", ROUNDS);
    System.out.printf(
        "%-40s %10s %15s %15s %8s %15s%n", "", "tool alone", "floor", "ours", "floors", "upstream");
    for (Row row : rows) {
      double tool = row.direct.micros(0.5);
      double floor = row.floor.micros(0.5) - tool;
      double ours = row.ours.micros(0.5) - tool;
      System.out.printf(
          "%-40s %10.0f %15s %15s %8.2f %15s%n",
          row.name,
          tool,
          cell(row.floor, tool),
          cell(row.ours, tool),
          ours / floor,
          row.upstream.map(entry -> cell(entry, tool)).orElse("-"));
      check(row, tool, floor, ours);
    }
  }

  private void check(Row row, double tool, double floor, double ours) {
    boolean isTiny = !row.name.startsWith("real") && !row.name.contains("1 MB");
    if (isTiny && ours > FLOORS * floor) {
      over.add("%s: %.0f is more than %.0f x %.0f".formatted(row.name, ours, FLOORS, floor));
    }
    row.upstream.ifPresent(
        entry -> {
          double theirs = entry.micros(0.5) - tool;
          double part = row.name.startsWith("outside") ? 0.20 : 0.15;
          if (ours > part * theirs || row.ours.micros(0.99) > entry.micros(0.5)) {
            over.add("%s: %.0f beside upstream's %.0f".formatted(row.name, ours, theirs));
          }
        });
  }

  private static String cell(Entry entry, double tool) {
    return "%.0f / %.0f".formatted(entry.micros(0.5) - tool, entry.micros(0.99) - tool);
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NativeBuild;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.ShimSituations;
import dev.voltad.tests.support.ShimSituations.Situation;
import dev.voltad.tests.support.ShimWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run through the shim costs in counts that are the same on any machine: system calls and
 * user instructions before the tool is executed, and the size of the program.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ShimCostIT {
  private static final int CALLS = 40;
  private static final int SIZE = 64 * 1024;
  private static final Pattern TOTAL = Pattern.compile("totals: (\\d+)");

  /** A quarter above what was measured when the figure was set, in thousands. */
  private static final Map<String, Integer> INSTRUCTIONS =
      Map.of(
          "outside a project", 34,
          "project, 5 deep", 52,
          "project, 15 deep", 53,
          "project that extends another", 74,
          "package, outside a project", 39,
          "package, project 5 deep", 58,
          "project, 5 deep, 200 entries on PATH", 93,
          "project with a manifest of 1 MB", 12_700);

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private ShimWorld world;
  private ShimSituations situations;
  private NativeBuild build;

  @BeforeEach
  void build() throws IOException {
    build = new NativeBuild(dir.resolve("native"));
    build.make("all", "bench", "STRIP=").assertExit(0);
    world = new ShimWorld(dir.resolve("user"), build.folder().resolve("tiny"), tree.shim());
    situations = new ShimSituations(world);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void program_size_isSmall() throws IOException {
    long size = Files.size(tree.shim());

    System.out.printf("shim program: %d bytes of %d%n", size, SIZE);
    assertTrue(size <= SIZE, () -> size + " bytes");
  }

  @Test
  void calls_beforeTheTool_areFew() {
    for (Situation situation : situations.all()) {
      List<String> calls = calls(situation);

      System.out.printf("system calls, %-40s %d of %d%n", situation.name(), calls.size(), CALLS);
      assertTrue(calls.size() <= CALLS, () -> situation.name() + ":\n" + String.join("\n", calls));
      long looks = calls.stream().filter(call -> call.contains("layout.v4")).count();
      assertEquals(1, looks, () -> "looks at the marker:\n" + String.join("\n", calls));
    }
  }

  /** What strace shows between the execve of the shim and that of the tool. */
  private List<String> calls(Situation situation) {
    Outcome traced =
        in(situation, world.home().resolve("bin").resolve(situation.tool()))
            .under("/usr/bin/strace", "-qq")
            .run()
            .assertExit(0);
    List<String> calls = new ArrayList<>();
    List<String> lines = traced.err().lines().toList();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("execve(\"" + situation.program() + "\"")) {
        return calls;
      }
      calls.add(line);
    }
    throw new AssertionError("the tool was not executed: " + traced);
  }

  @Test
  void instructions_beforeTheTool_areNotManyMore() throws IOException {
    List<String> over = new ArrayList<>();
    for (Situation situation : situations.all()) {
      long count = instructions(situation) / 1000;
      int most = INSTRUCTIONS.get(situation.name());

      System.out.printf("thousand instructions, %-40s %d of %d%n", situation.name(), count, most);
      if (count > most) {
        over.add(situation.name() + ": " + count + " thousand");
      }
    }
    assertEquals(List.of(), over);
  }

  /** As callgrind counts them: the same each time. It writes them down before the execve. */
  private long instructions(Situation situation) throws IOException {
    Path link = dir.resolve("counted").resolve(situation.tool());
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, build.folder().resolve("volta-shim"));
    Path counts = dir.resolve("counts");
    in(situation, link)
        .under(
            "/usr/bin/valgrind",
            "--tool=callgrind",
            "--dump-before=execve",
            "--callgrind-out-file=" + counts)
        .run()
        .assertExit(0);
    Matcher matcher = TOTAL.matcher(Files.readString(Path.of(counts + ".1")));
    assertTrue(matcher.find(), "callgrind wrote no total");
    return Long.parseLong(matcher.group(1));
  }

  private Program in(Situation situation, Path file) {
    Program program = Program.of(file.toString()).in(situation.folder());
    for (Map.Entry<String, String> variable : world.environment().entrySet()) {
      program = program.with(variable.getKey(), variable.getValue());
    }
    return program.with("PATH", situation.path());
  }
}

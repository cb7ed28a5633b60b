package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.ShimRow;
import dev.voltad.tests.support.ShimWorld;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of the shim: every row of {@code shim-rows.txt}, which says how to read it, against
 * the real program. What a row does not name must be as it was: the whole environment is compared.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ShimTableIT {
  private static final Set<String> EXPECTATIONS =
      Set.of(
          "in",
          "run",
          "executes",
          "argv",
          "path",
          "sets",
          "exit",
          "fails",
          "says",
          "prints",
          "hides");

  private static Path folder;
  private static Path recorder;
  private static ProductTree tree;

  @BeforeAll
  static void buildRecorder() throws IOException {
    folder = Trees.createInMemory("voltad-rows");
    recorder = folder.resolve("recorder");
    Path source = resource("/shim-rows.txt").resolve("../../../src/test/c/recorder.c").normalize();
    Program.of("gcc", "-Os", "-o", recorder.toString(), source.toString()).run().assertExit(0);
    tree = ProductTree.open();
  }

  @AfterAll
  static void removeAll() {
    tree.close();
    Trees.delete(folder);
  }

  static List<ShimRow> rows() throws IOException {
    return ShimRow.parse(Files.readAllLines(resource("/shim-rows.txt")));
  }

  private static Path resource(String name) {
    try {
      return Path.of(ShimTableIT.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void row(ShimRow row) throws IOException {
    Path user = Files.createDirectory(folder.resolve("row-" + row.line()));
    ShimWorld world = new ShimWorld(user, recorder, tree.shim());
    for (ShimRow.Instruction instruction : row.instructions()) {
      if (!EXPECTATIONS.contains(instruction.verb())) {
        world.apply(instruction);
      }
    }
    Outcome outcome = run(row, world);
    outcome.assertNoTrace();
    check(row, world, outcome);
    Trees.delete(user);
  }

  @Test
  void rows_manyOfThem_titlesDiffer() throws IOException {
    List<ShimRow> rows = rows();
    long titles = rows.stream().map(ShimRow::title).distinct().count();
    long acceptance = rows.stream().filter(ShimRow::isAcceptance).count();

    System.out.printf(
        "shim table: %d rows, %d of them behaviours of upstream's acceptance suite%n",
        rows.size(), acceptance);
    assertEquals(rows.size(), titles);
  }

  private static Outcome run(ShimRow row, ShimWorld world) {
    List<String> words = ShimRow.words(world.expand(row.first("run").orElseThrow()));
    Path shim = world.user().resolve(".volta/bin").resolve(words.get(0));
    Program program = Program.of(shim.toString());
    for (String name : List.of("PATH", "LC_ALL", "VOLTAD_TESTS")) {
      program = program.without(name);
    }
    for (Map.Entry<String, String> variable : world.environment().entrySet()) {
      program = program.with(variable.getKey(), variable.getValue());
    }
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    return program.and(arguments).in(world.user().resolve(row.first("in").orElse("empty"))).run();
  }

  private static void check(ShimRow row, ShimWorld world, Outcome outcome) {
    row.all("says").forEach(text -> assertContains(outcome.err(), world.expand(text), outcome));
    row.all("prints").forEach(text -> assertContains(outcome.out(), world.expand(text), outcome));
    row.all("hides")
        .forEach(
            text -> assertFalse((outcome.out() + outcome.err()).contains(text), outcome::toString));
    Optional<String> code = row.first("fails");
    Optional<String> program = row.first("executes");
    if (code.isPresent()) {
      outcome.assertProblem(126, code.get());
      assertEquals("", outcome.out(), outcome::toString);
    } else if (program.isPresent()) {
      outcome.assertExit(0);
      checkRun(row, world, Path.of(world.expand(program.get())), outcome);
    } else {
      outcome.assertExit(Integer.parseInt(row.first("exit").orElseThrow()));
    }
  }

  private static void assertContains(String text, String part, Outcome outcome) {
    assertTrue(text.contains(part), () -> "no \"" + part + "\" in " + outcome);
  }

  private static void checkRun(ShimRow row, ShimWorld world, Path program, Outcome outcome) {
    if (row.first("says").isEmpty()) {
      assertEquals("", outcome.err(), outcome::toString);
    }
    List<String> arguments = new ArrayList<>();
    if (row.first("argv").isPresent()) {
      arguments.addAll(ShimRow.words(world.expand(row.first("argv").get())));
    } else {
      arguments.addAll(ShimRow.words(world.expand(row.first("run").orElseThrow())));
      arguments.set(0, program.getFileName().toString());
    }
    assertEquals(List.of(program.toString()), printed(outcome, "exe "), outcome::toString);
    assertEquals(arguments, printed(outcome, "arg "), outcome::toString);
    assertEquals(expectedEnvironment(row, world), environment(outcome), outcome::toString);
  }

  private static List<String> printed(Outcome outcome, String kind) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()))
        .toList();
  }

  private static Map<String, String> environment(Outcome outcome) {
    return printed(outcome, "env ").stream()
        .map(line -> line.split("=", 2))
        // The number of the process: only that it is one can be known before.
        .map(
            pair ->
                pair[1].matches("\\d+") && pair[0].endsWith("SWITCHED")
                    ? new String[] {pair[0], "*"}
                    : pair)
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> pair[1], (a, b) -> a + " twice " + b, TreeMap::new));
  }

  private static Map<String, String> expectedEnvironment(ShimRow row, ShimWorld world) {
    Map<String, String> expected = new TreeMap<>(world.environment());
    expected.put("_VOLTA_TOOL_RECURSION", "1");
    row.first("path").ifPresent(path -> expected.put("PATH", path(path, world)));
    row.all("sets")
        .map(world::expand)
        .map(text -> text.split("=", 2))
        .forEach(
            pair -> {
              if (pair.length == 1) {
                expected.remove(pair[0]);
              } else {
                expected.put(pair[0], pair[1]);
              }
            });
    return expected;
  }

  private static String path(String text, ShimWorld world) {
    String old = world.environment().get("PATH");
    if (text.equals("-")) {
      return Stream.of(old.split(":"))
          .filter(entry -> !entry.equals(world.home() + "/bin"))
          .collect(Collectors.joining(":"));
    }
    return ShimRow.words(text).stream()
        .map(dir -> world.home() + "/tools/image/" + dir + "/bin:")
        .collect(Collectors.joining("", "", old));
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real shells offer with the completions that {@code volta completions} writes. */
@ExtendWith(NothingLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class CompletionsIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();

  /** A line, and all that begins like its last word. */
  private static final Map<String, String> LINES =
      Map.of(
          "volta d", "daemon doctor",
          "volta p", "pin",
          "volta daemon st", "start status stop",
          "volta daemon status --", "--help --json --watch",
          "volta daemon logs --l", "--lines",
          "volta completions ", "bash fish zsh",
          "volta migrate --no", "--no-create --no-wait",
          "volta run --bu", "--bundled-npm",
          "volta lock show --j", "--json",
          "volta nonsense daemon st", "");

  private Path folder;
  private ProductTree tree;
  private SampleHome sample;

  @BeforeAll
  void prepare(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    tree = ProductTree.open();
    sample = SampleHome.unpack("v4-typical", folder);
    for (String shell : List.of("bash", "zsh", "fish")) {
      tree.volta(sample, "completions", "-o", file(shell).toString(), shell).run().assertExit(0);
    }
  }

  @AfterAll
  void close() {
    tree.close();
  }

  private Path file(String shell) {
    return folder.resolve("written/volta." + shell);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> offered(String shell, String line) {
    Program program =
        switch (shell) {
          case "bash" ->
              Program.of(
                  "bash",
                  "--norc",
                  "-c",
                  "source \"$1\"; IFS=' ' read -ra COMP_WORDS <<<\"$2\";"
                      + " [[ $2 != *' ' ]] || COMP_WORDS+=('');"
                      + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); $(complete -p volta |"
                      + " sed 's/.*-F \\([^ ]*\\) .*/\\1/'); printf '%s\\n' \"${COMPREPLY[@]}\"",
                  "bash",
                  file(shell).toString(),
                  line);
          case "zsh" ->
              Program.of(
                  "zsh", HARNESS.resolve("complete.zsh").toString(), file(shell).toString(), line);
          default ->
              Program.of("fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]")
                  .and(file(shell).toString(), line);
        };
    Outcome outcome = program.with("HOME", folder.toString()).in(folder).run().assertExit(0);
    assertEquals("", outcome.err(), outcome::toString);
    return words(
        outcome.out().lines().map(row -> row.split("\t")[0]).collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completions_linesOfAllKinds_areOfferedInTheShell(String shell) {
    LINES.forEach((line, expected) -> assertEquals(words(expected), offered(shell, line), line));
  }

  /** Every command that is in the help is offered. */
  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completions_commandsOfTheHelp_areAllOffered(String shell) {
    for (String command : List.of("", "daemon ", "lock ")) {
      Program volta = command.isEmpty() ? tree.volta(sample) : tree.volta(sample, command.strip());
      Set<String> commands =
          volta
              .and("--help")
              .run()
              .out()
              .lines()
              .dropWhile(row -> !row.equals("Commands:"))
              .filter(row -> row.matches("  [a-z]+ .*"))
              .map(row -> row.strip().split(" ")[0])
              .collect(Collectors.toCollection(TreeSet::new));

      Set<String> offered = offered(shell, "volta " + command);

      assertTrue(!commands.isEmpty() && offered.containsAll(commands), commands + " " + offered);
    }
  }

  @Test
  void completions_upstreamKeptInTheHome_areOurs() throws IOException {
    Path kept = Files.createDirectories(sample.home().resolve("self/upstream")).resolve("volta");
    Files.writeString(kept, "#!/bin/sh\necho upstream\n");
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwx------"));
    try {
      assertEquals("upstream\n", tree.volta(sample, "list").run().assertExit(0).out());
      String text = tree.volta(sample, "completions", "BASH").run().assertExit(0).out();
      assertEquals(Files.readString(file("bash")), text);
    } finally {
      Files.delete(kept);
    }
  }

  @Test
  void completions_noHome_makesNone() {
    Path none = folder.resolve("none");

    tree.volta(sample, "completions", "zsh")
        .with("VOLTA_HOME", none.toString())
        .run()
        .assertExit(0);

    assertTrue(!Files.exists(none), "it made the home");
  }

  @Test
  void completions_force_writesOver() throws IOException {
    Path file = Files.writeString(folder.resolve("there"), "old");
    String name = file.toString();

    tree.volta(sample, "completions", "-o", name, "fish").run().assertProblem(3, "arguments");
    assertEquals("old", Files.readString(file));
    tree.volta(sample, "completions", "-f", "-o", name, "fish").run().assertExit(0);

    assertEquals(Files.readString(file("fish")), Files.readString(file));
  }
}

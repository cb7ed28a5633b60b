package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The manual pages of the release tree. */
@ExtendWith(NothingLeft.class)
@Timeout(120)
class ManPagesIT {
  private static final List<String> SECTIONS =
      List.of("NAME", "SYNOPSIS", "DESCRIPTION", "ENVIRONMENT", "FILES", "SEE ALSO");

  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(tree.bin().resolveSibling("share/man/man1"))) {
      return pages.sorted().toList();
    }
  }

  @Test
  void pages_mandocAndGroff_haveNothingToSay() throws IOException {
    for (Path page : pages()) {
      Outcome lint = Program.of("mandoc", "-Tlint", "-W", "warning", page.toString()).run();
      assertEquals("", lint.assertExit(0).out() + lint.err(), lint::toString);
      Outcome groff = Program.of("groff", "-man", "-ww", "-z", page.toString()).run();
      assertEquals("", groff.assertExit(0).out() + groff.err(), groff::toString);
    }
  }

  @Test
  void pages_everyCommandOfVolta_hasOneWithAllSections() throws IOException {
    Set<String> expected = new TreeSet<>(Set.of("volta.1", "volta-shim.1", "voltad.1"));
    Program.of(tree.bin().resolve("volta").toString(), "--help")
        .with("VOLTA_HOME", "/nonexistent")
        .run()
        .out()
        .lines()
        .filter(row -> row.matches("  [a-z]+ .*") && !row.startsWith("  -"))
        .forEach(row -> expected.add("volta-" + row.strip().split(" ")[0] + ".1"));

    Set<String> names =
        pages().stream()
            .map(page -> page.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(expected, names);
    for (Path page : pages()) {
      List<String> lines = Files.readAllLines(page);
      for (String section : SECTIONS) {
        assertTrue(lines.contains(".SH " + section), () -> page + " has no " + section);
      }
    }
  }

  /** As a reader sees it: every option of the help is there. */
  @Test
  void daemonPage_shown_hasTheOptionsOfItsCommands() {
    Path page = tree.bin().resolveSibling("share/man/man1/volta-daemon.1");

    Outcome shown = Program.of("mandoc", "-Tascii", page.toString()).run().assertExit(0);

    String plain = shown.out().replaceAll(".\b", "");
    for (String word : Arrays.asList("--watch", "--follow", "-n, --lines COUNT", "24")) {
      assertTrue(plain.contains(word), () -> "no " + word + " in " + plain);
    }
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.FileLock;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * All help and error texts of the real programs, byte for byte: {@code golden/*.txt}. A change of
 * wording shows in review; {@code ./dev golden} writes them anew.
 */
@ExtendWith(NothingLeft.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class GoldenIT {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final boolean IS_WRITING = Boolean.getBoolean("voltad.golden.write");

  /** What comes before it is how it is run. */
  private static final String PROGRAM = ".*/bin/volta(d|-migrate)?";

  private final Set<String> seen = new TreeSet<>();
  private final List<String> wrong = new ArrayList<>();
  private ProductTree tree;
  private SampleHome sample;

  @BeforeAll
  void prepare(@TempDir Path folder) throws IOException {
    tree = ProductTree.open();
    sample = SampleHome.unpack("v4-typical", folder.toRealPath());
  }

  @AfterAll
  void close() {
    tree.close();
  }

  @Test
  void texts_helpAndErrors_areThoseOfTheFiles() throws Exception {
    help("volta");
    compare("help-volta-migrate", tree.migrate(sample, "--help"));
    arguments();
    environment();
    homes();

    assertEquals("", String.join("\n\n", wrong), "after a wanted change: ./dev golden");
    Set<String> files = files();
    if (IS_WRITING) {
      for (String file : files) {
        if (!seen.contains(file)) {
          Files.delete(GOLDEN.resolve(file));
        }
      }
    } else {
      assertEquals(files, seen, "files that no case has");
    }
  }

  /** Of a command and of every command that its help names. */
  private void help(String... words) throws IOException {
    String[] below = Stream.of(words).skip(1).toArray(String[]::new);
    Outcome help =
        compare("help-" + String.join("-", words), tree.volta(sample, below).and("--help"));
    List<String> names =
        help.out()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> line.startsWith("  "))
            .filter(line -> line.matches("  [a-z]+ .*"))
            .map(line -> line.strip().split(" ")[0])
            .filter(name -> !name.equals("migrate"))
            .toList();
    assertTrue(words.length > 1 || names.size() > 5, help::toString);
    for (String name : names) {
      help(Stream.concat(Stream.of(words), Stream.of(name)).toArray(String[]::new));
    }
  }

  private void arguments() throws IOException {
    compare("error-volta-no-such-command", tree.volta(sample, "frobnicate"));
    compare("error-volta-no-subcommand", tree.volta(sample, "daemon"));
    compare("error-volta-no-such-option", tree.volta(sample, "daemon", "status", "--loud"));
    compare("error-volta-no-number", tree.volta(sample, "daemon", "logs", "-n", "ten"));
    compare("error-volta-not-implemented", tree.volta(sample, "install", "node"));
    compare("error-completions-other-shell", tree.volta(sample, "completions", "powershell"));
    compare("error-self-hold-length", tree.volta(sample, "self", "hold", "--for", "soon"));
    compare("error-self-hold-date", tree.volta(sample, "self", "hold", "--until", "tomorrow"));
    compare(
        "error-self-hold-past",
        tree.volta(sample, "self", "hold", "--until", "2020-01-01T00:00:00Z"));
    compare(
        "error-self-hold-both",
        tree.volta(sample, "self", "hold", "--for", "1h", "--until", "2120-01-01"));
    compare("error-self-policy-value", tree.volta(sample, "self", "policy", "--set", "idleExit=x"));
    compare("error-self-policy-name", tree.volta(sample, "self", "policy", "--set", "color=x"));
    compare("error-self-policy-form", tree.volta(sample, "self", "policy", "--set", "idleExit"));
    String file = sample.home().resolve("layout.v4").toString();
    compare("error-completions-file", tree.volta(sample, "completions", "-o", file, "bash"));
    compare("error-migrate-no-such-option", tree.migrate(sample, "--loud"));
    compare("error-migrate-two-actions", tree.migrate(sample, "--plan", "--undo"));
    compare("error-migrate-no-duration", tree.migrate(sample, "--lock-timeout"));
    compare("error-migrate-bad-duration", tree.migrate(sample, "--lock-timeout", "soon"));
    compare("help-voltad", tree.daemon(sample).and("--help"));
    compare("help-volta-help", tree.volta(sample, "help", "daemon", "status"));
    compare("error-voltad-no-such-option", tree.daemon(sample).and("--loud"));
    compare("error-voltad-words", tree.daemon(sample).and("now"));
  }

  private void environment() throws IOException {
    compare("error-migrate-no-home", ProductTree.homeless(tree.migrate(sample)));
    compare("error-volta-no-home", ProductTree.homeless(tree.volta(sample, "daemon", "stop")));
    compare("error-voltad-no-home", ProductTree.homeless(tree.daemon(sample)));

    String nowhere = sample.user().resolve("nowhere").toString();
    compare(
        "error-migrate-no-programs",
        tree.migrate(old(), "--quiet").with("VOLTA_INSTALL_DIR", nowhere));
    ProductTree bare = tree.withoutJvm(sample.user());
    compare("error-launcher-no-java", bare.migrate(sample).with("PATH", nowhere));
    compare("error-daemon-unreachable", tree.volta(sample, "daemon", "reload"));
    compare("error-daemon-status", tree.volta(sample, "daemon", "status"));
    compare("error-daemon-no-log", tree.volta(sample, "daemon", "logs"));
  }

  private void homes() throws Exception {
    policy();
    SampleHome old = old();
    try (FileLock held = FileLock.tryLock(old.home().resolve("volta.lock")).orElseThrow()) {
      assertTrue(Files.exists(old.home().resolve("volta.lock")), held::toString);
      compare("error-lock-held", tree.migrate(old, "--no-wait"));
      compare("error-lock-held-repair", tree.volta(old, "repair", "--no-wait"));
    }
    Files.delete(sample.home().resolve("layout.v4"));
    Files.writeString(sample.home().resolve("layout.v9"), "");
    compare("error-layout-too-new", tree.migrate(sample));
    compare("error-layout-too-new-undo", tree.migrate(sample, "--undo"));
    compare("error-layout-too-new-status", tree.volta(sample, "daemon", "status"));
    String file = sample.home().resolve("layout.v9").toString();
    compare("error-home-is-a-file", tree.migrate(sample).with("VOLTA_HOME", file));
    compare(
        "error-home-is-a-file-volta",
        tree.volta(sample, "daemon", "status").with("VOLTA_HOME", file));
    compare("error-home-is-a-file-voltad", tree.daemon(sample).with("VOLTA_HOME", file));
  }

  private void policy() throws IOException {
    Path policy = Files.createDirectories(sample.home().resolve("self")).resolve("policy.json");
    Files.writeString(policy, "{\"hold\": yes}");
    compare("error-policy-unreadable", tree.volta(sample, "self", "policy"));
    compare("error-policy-unreadable-hold", tree.volta(sample, "self", "hold"));
    compare("error-policy-unreadable-unhold", tree.volta(sample, "self", "unhold"));
    Files.delete(policy);
    compare(
        "error-self-hold-no-home",
        tree.volta(sample, "self", "hold")
            .with("VOLTA_HOME", sample.user().resolve("nowhere").toString()));
  }

  private SampleHome old() throws IOException {
    Path folder = sample.user().resolve("old");
    return Files.exists(folder)
        ? new SampleHome("v1-typical", folder.resolve("v1-typical"))
        : SampleHome.unpack("v1-typical", Files.createDirectory(folder));
  }

  private Outcome compare(String name, Program program) throws IOException {
    Outcome outcome = program.run().assertNoTrace();
    String text = text(outcome);
    seen.add(name + ".txt");
    Path file = GOLDEN.resolve(name + ".txt");
    if (IS_WRITING) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    String expected = Files.exists(file) ? Files.readString(file) : "";
    if (!expected.equals(text)) {
      wrong.add(file + " is\n" + expected + "and should be\n" + text);
    }
    return outcome;
  }

  private String text(Outcome outcome) {
    String words =
        outcome.command().stream()
            .dropWhile(word -> !word.matches(PROGRAM))
            .map(word -> word.matches(PROGRAM) ? word.replaceAll(".*/", "") : word)
            .collect(Collectors.joining(" "));
    return normal(
        "$ "
            + words
            + "\nexit status "
            + outcome.exit()
            + "\n--- stdout\n"
            + outcome.out()
            + "--- stderr\n"
            + outcome.err());
  }

  /** What differs from run to run and from machine to machine. */
  private String normal(String text) {
    return text.replace(sample.user().toString(), "/home/dev")
        .replace(tree.bin().getParent().toString(), "/opt/voltad")
        .replace(tree.runtime().toString(), "/run/user/1000")
        .replaceAll("(?i)\\b(process|pid) [0-9]+( \\([^)]*\\))?", "$1 PID")
        .replaceAll("[0-9]+ ms\\b", "N ms")
        .replaceAll("\\b0\\.1\\.0\\b", "VERSION");
  }

  private static Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}

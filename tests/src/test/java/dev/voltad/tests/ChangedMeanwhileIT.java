package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration or an undo that was cut, and a user who goes on working before the next run ends it:
 * what he has changed meanwhile is never lost. And journals that somebody has tampered with.
 */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChangedMeanwhileIT {
  private static final String CHOSEN =
      "{\"node\":{\"runtime\":\"22.0.0\",\"npm\":null},\"pnpm\":null,\"yarn\":null}";

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;
  private Path home;
  private Path platform;

  @BeforeEach
  void migrate() {
    sample = SampleHome.unpack("v1-typical", dir);
    home = sample.home();
    platform = home.resolve("tools/user/platform.json");
    tree.migrate(sample).run().assertExit(0);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private Path journal() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("self/journal"))) {
      return all.findFirst().orElseThrow();
    }
  }

  private void assertCurrentAndChosen() throws IOException {
    assertEquals(CHOSEN, Files.readString(platform));
    assertTrue(Files.exists(home.resolve("layout.v4")));
    assertTrue(Files.exists(journal().resolve("committed")), "the journal is still open");
  }

  @Test
  void killedBeforeCommit_newDefaultChosen_isKept() throws IOException {
    Files.delete(journal().resolve("committed"));
    Files.writeString(platform, CHOSEN);

    tree.migrate(sample).run().assertExit(0);

    assertCurrentAndChosen();
  }

  @Test
  void killedBeforeCommit_packageRemoved_isNotBroughtBack() throws IOException {
    Files.delete(journal().resolve("committed"));
    Files.writeString(platform, CHOSEN);
    Path record = home.resolve("tools/user/packages/cowsay.json");
    Files.delete(record);
    Files.move(home.resolve("tools/image/packages/cowsay"), dir.resolve("removed"));

    tree.migrate(sample).run().assertExit(0);

    assertCurrentAndChosen();
    assertFalse(Files.exists(record), "the package is back");
  }

  @Test
  void killedAtTheBeginOfUndo_newDefaultChosen_staysCurrent() throws IOException {
    Files.createFile(journal().resolve("undo"));
    Files.writeString(platform, CHOSEN);

    tree.migrate(sample).run().assertExit(0);

    assertCurrentAndChosen();
    assertFalse(Files.exists(journal().resolve("undo")));
  }

  @Test
  void killedInUndoBehindTheMarker_bothVersionsAreKept() throws IOException {
    Files.createFile(journal().resolve("undo"));
    Files.delete(home.resolve("layout.v4"));
    Files.writeString(platform, CHOSEN);

    tree.migrate(sample, "--undo").run();

    List<String> kept;
    try (Stream<Path> files = Files.list(platform.getParent())) {
      kept =
          files.filter(file -> file.toString().contains(".before-undo-")).map(this::read).toList();
    }
    assertEquals(List.of(CHOSEN), kept);
    assertTrue(Files.exists(home.resolve("layout.v1")), "it is not undone");
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void planThatLeadsElsewhere_isRefusedAndTouchesNothing() throws IOException {
    Path victim = Files.createDirectories(dir.resolve("victim/x"));
    Path plan = journal().resolve("plan.json");
    String text = Files.readString(plan);
    String area = "self/journal/" + journal().getFileName();
    Files.writeString(plan, text.replace("\"" + area + "\"", "\"" + victim + "\""));
    Path old = journal().resolveSibling("20200101T000000.000Z-1");
    Files.move(journal(), old);
    Files.writeString(
        old.resolve("plan.json"),
        Files.readString(old.resolve("plan.json"))
            .replace(Path.of(area).getFileName().toString(), old.getFileName().toString()));

    Outcome outcome = tree.migrate(sample).run();

    outcome.assertNoTrace();
    assertTrue(Files.exists(victim), outcome::toString);
  }

  @Test
  void recordsThatCannotBePaths_stopNothing(@TempDir Path other) throws IOException {
    SampleHome odd = SampleHome.unpack("v1-typical", other);
    Path record = odd.home().resolve("tools/user/platform.json");
    for (String runtime : List.of("a\\u0000b", "\\ud800", "../../x", "a".repeat(5000))) {
      Files.writeString(
          record, "{\"node\":{\"runtime\":\"" + runtime + "\",\"npm\":\"6.14.6\"},\"yarn\":null}");
      tree.migrate(odd).run().assertNoTrace().assertExit(0);
      tree.migrate(odd, "--undo").run().assertExit(0);
    }
  }

  @Test
  void executableWithAnOverlongName_stopsNothing(@TempDir Path other) throws IOException {
    SampleHome odd = SampleHome.unpack("v1-typical", other);
    List<Path> manifests;
    try (Stream<Path> files = Files.walk(odd.home().resolve("tools/image/packages/cowsay"))) {
      manifests = files.filter(file -> file.endsWith("package.json")).toList();
    }
    assertFalse(manifests.isEmpty());
    for (Path manifest : manifests) {
      String bins = "\"bin\": {\"" + "a".repeat(251) + "\": \"cli.js\",\"cowsay\":\"cli.js\"}";
      Files.writeString(manifest, "{\"name\":\"cowsay\",\"version\":\"1.4.0\"," + bins + "}");
    }

    tree.migrate(odd).run().assertExit(0);

    assertTrue(Files.exists(odd.home().resolve("layout.v4")));
  }
}

package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.Loop;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.SmallRelease;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Releases that are signed and bad, of every kind: each ends on the release before, with its
 * layout, and is never tried again, while tools and clients are at work.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(300)
class BadReleaseIT {
  private static final String REAL = SmallRelease.real("voltad");

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  private interface Spoiler {
    void spoil(Path release) throws IOException;
  }

  /**
   * A kind of bad release.
   *
   * @param version what its manifest says; its programs are {@code 0.1.0}
   * @param why what is said of it
   */
  private record Kind(String name, String version, Spoiler spoiler, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(
            "will not start",
            "0.1.0",
            release -> Files.write(release.resolve("bin/voltad"), new byte[] {0x7f, 'E', 'L', 'F'}),
            "`voltad --version` "),
        new Kind(
            "exits",
            "0.1.0",
            release -> wrap(release, "[ \"$1\" != --take-over ] || exit 3; " + REAL),
            "its daemon ended with 3 and did not say READY"),
        new Kind(
            "hangs",
            "0.1.0",
            release -> wrap(release, "[ \"$1\" != --version ] || exec sleep 600; " + REAL),
            "did not end within 20 s"),
        new Kind(
            "crashes after it was healthy",
            "0.1.0",
            release -> wrap(release, SmallRelease.ENDS_ONCE_HEALTHY),
            "its daemon ended with 137"),
        new Kind(
            "cannot refresh",
            "0.1.0",
            release -> {
              wrap(release, "[ \"$1\" != --self-test ] || exit 0; " + REAL);
              remove(release, "dev/voltad/daemon/trust/TrustedFeed.class");
            },
            "it cannot refresh its feed, which the release before can"),
        spoiler(),
        new Kind("says another version", "0.1.1", release -> {}, " says 0.1.0, not 0.1.1"));
  }

  private static Kind spoiler() {
    return new Kind(
        "spoils the layout",
        "0.1.0",
        release ->
            SmallRelease.wrap(
                release,
                "volta-migrate",
                "bash -c 'exec -a volta-migrate \"$@\"' - \"$0.real\" \"$@\" || exit;"
                    + " [ \"$1\" = --version ] || rm \"$VOLTA_HOME/bin/node\""),
        "after its migrations node is not on PATH");
  }

  private static void wrap(Path release, String script) throws IOException {
    SmallRelease.wrap(release, "voltad", script);
  }

  private static void remove(Path release, String entry) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(release.resolve("app/voltad.jar"))) {
      Files.delete(jar.getPath(entry));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void update_toIt_endsOnTheReleaseBefore(Kind kind) throws IOException {
    Path good = SmallRelease.of(tree.top(), dir.resolve("good"));
    Path bad = SmallRelease.of(tree.top(), dir.resolve("bad"));
    kind.spoiler.spoil(bad);
    SmallRelease.seal(bad, kind.version);
    UpdateWorld world = UpdateWorld.create(tree, dir).install(good).publish(bad, "4", "4");
    world.trust(world.feed().toUri().toString(), 1);
    world.volta("daemon", "start").run().assertExit(0);
    String before = world.current();
    try (Loop tools = new Loop(world.node());
        Loop clients = new Loop(world.volta("daemon", "status"))) {
      world.volta("self", "update").run();
      Outcome status = awaitEnd(world);
      status.assertSays(kind.why);
      assertEquals(before, world.current());
      assertFalse(world.has("self/state"), "the update's state");
      world
          .volta("self", "update")
          .run()
          .assertExit(23)
          .assertSays("The gate `bad` is closed: " + kind.version + " was tried and failed");
      assertEquals(before, world.current());

      tools.end();
      clients.end();
      assertEquals(List.of(), List.copyOf(tools.failed()));
      assertEquals(List.of(), List.copyOf(clients.failed()));
      assertTrue(tools.runs() > 3 && clients.runs() > 3, "too few to tell");
    } finally {
      world.volta("daemon", "stop").run();
    }
  }

  /** Some fail at once, and some only on trial. */
  private static Outcome awaitEnd(UpdateWorld world) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (true) {
      Outcome status = world.volta("self", "status").run();
      if (status.out().contains("\nbad: ") && !world.has("self/state")) {
        return status;
      }
      assertTrue(System.nanoTime() < end, status::toString);
    }
  }
}

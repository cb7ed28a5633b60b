package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.FeedServer;
import dev.voltad.tests.support.Loop;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.SecondBuild;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two real builds of this product, the second with one more layout: a daemon of the first updates
 * itself to the second, and goes back, while tools and clients are at work.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(900)
class UpdateIT {
  private static final int TRIAL_SECONDS = 3;
  private static final long MOST_BYTES = 2_000_000;

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void update_fromFolder_thenRollback_nobodyNotices() throws IOException {
    UpdateWorld world = UpdateWorld.create(tree, dir).install(tree.top());
    world
        .publish(SecondBuild.tree(), SecondBuild.READS, SecondBuild.WRITES)
        .trust(world.feed().toUri().toString(), TRIAL_SECONDS);
    updateAndGoBack(world);
  }

  @Test
  void update_overHttp_thenRollback_nobodyNotices() throws IOException {
    UpdateWorld world = UpdateWorld.create(tree, dir).install(tree.top());
    world.publish(SecondBuild.tree(), SecondBuild.READS, SecondBuild.WRITES);
    try (FeedServer server = FeedServer.start(world.feed())) {
      updateAndGoBack(world.trust(server.address(), TRIAL_SECONDS));
    }
  }

  private void updateAndGoBack(UpdateWorld world) throws IOException {
    world.volta("daemon", "start").run().assertExit(0);
    assertSmall(world);
    String before = world.current();
    try (Loop tools = new Loop(world.node());
        Loop clients = new Loop(world.volta("daemon", "status"))) {
      Outcome updated = world.volta("self", "update").run().assertExit(0);
      updated.assertSays("is on trial");
      assertEquals(SecondBuild.VERSION, world.current().split("-")[0]);
      assertTrue(world.has("layout.v5") && world.has("layout.v4"), "the layouts' markers");
      assertProgramsBeforeWork(world, before);
      awaitCommit(world);
      assertProgramsBeforeWork(world, before);

      world.volta("self", "rollback").run().assertExit(0).assertSays("a person took it back");
      assertEquals(before, world.current());
      assertTrue(world.has("layout.v4"), "the old layout's marker");
      assertFalse(world.has("layout.v5") || world.has("tools/future"), "the new layout");
      assertFalse(world.has("self/state"), "the update's state");
      world.volta("self", "history").run().assertSays("committed").assertSays("undone");

      tools.end();
      clients.end();
      System.out.printf(
          "update: %d starts of node, %d failed; %d of volta daemon status, %d failed%n",
          tools.runs(), tools.failed().size(), clients.runs(), clients.failed().size());
      assertEquals(List.of(), List.copyOf(tools.failed()));
      assertEquals(List.of(), List.copyOf(clients.failed()));
      assertTrue(tools.runs() > 20 && clients.runs() > 20, "too few to tell");
    } finally {
      world.volta("daemon", "stop").run();
    }
  }

  /** Only what differs between two builds is fetched: not the Java that they run on. */
  private static void assertSmall(UpdateWorld world) {
    Outcome check = world.volta("self", "check", "--json").run().assertExit(0);
    JsonNode download = new JsonMapper().readTree(check.out()).path("download");
    System.out.printf(
        "update: %,d bytes to fetch, %,d are there already%n",
        download.path("size").asLong(), download.path("have").asLong());
    assertTrue(download.path("size").asLong() < MOST_BYTES, check::toString);
    assertTrue(download.path("have").asLong() > MOST_BYTES, check::toString);
  }

  /** Its shims, which somebody may have started from; its migrations know that they are too old. */
  private void assertProgramsBeforeWork(UpdateWorld world, String before) throws IOException {
    Path bin = world.sample().home().resolve("self/slots").resolve(before).resolve("bin");
    Path node = dir.resolve("node");
    Files.deleteIfExists(node);
    Files.createSymbolicLink(node, bin.resolve("volta-shim"));
    world.program(node).and("--version").run().assertExit(0).assertSays("v20.0.0");
    world.program(bin.resolve("volta-migrate")).run().assertExit(21).assertSays("layout.v5");
  }

  private static void awaitCommit(UpdateWorld world) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!world.has("self/good")) {
      Outcome status = world.volta("self", "status").run().assertExit(0);
      assertTrue(System.nanoTime() < end, status::toString);
    }
    world.volta("self", "status").run().assertSays("has proved itself");
  }
}

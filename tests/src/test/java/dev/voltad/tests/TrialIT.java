package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.Running;
import dev.voltad.tests.support.SmallRelease;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release on trial that nobody stands by for: without a daemon, and when the machine goes down.
 */
@ExtendWith(NothingLeft.class)
@Timeout(300)
class TrialIT {
  private static final int STARTS = 3;

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  /** The release 0.0.1 is installed, and 0.1.0 is offered. */
  private UpdateWorld world(int trialSeconds) throws IOException {
    Path before = SmallRelease.of(tree.top(), dir.resolve("before"));
    Path after = SmallRelease.of(tree.top(), dir.resolve("after"));
    SmallRelease.seal(after, "0.1.0");
    UpdateWorld world = UpdateWorld.create(tree, dir).install(before).publish(after, "4", "4");
    return world.trust(world.feed().toUri().toString(), trialSeconds);
  }

  @Test
  void update_withoutDaemon_isCommittedByTheNextLookAndTakenBack() throws IOException {
    UpdateWorld world = world(0);
    String before = world.current();
    world.volta("self", "update").run().assertExit(0).assertSays("0.0.1 -> 0.1.0 is on trial");
    String after = world.current();
    assertTrue(after.startsWith("0.1.0-"), after);
    world.volta("self", "check").run().assertExit(0).assertSays("0.1.0 has proved itself");

    world.volta("self", "rollback").run().assertExit(0).assertSays("0.1.0: a person took it back");
    assertEquals(before, world.current());
    assertFalse(world.has("self/state"), "the update's state");
    world.volta("self", "update").run().assertExit(23).assertSays("The gate `bad` is closed");
    world.volta("self", "update", "--to", "0.1.0").run().assertExit(0).assertSays("is on trial");
    assertEquals(after, world.current());
    world.volta("self", "check").run().assertExit(0).assertSays("0.1.0 has proved itself");
    String status = world.volta("self", "status").run().assertExit(0).out();
    assertFalse(status.contains("took it back"), status);
    world.node().run().assertExit(0).assertSays("v20.0.0");
  }

  /** The home and its {@code tools} are links, as where a disk was too small. */
  @Test
  void update_homeOfLinks_isDoneAndChangesNothingBehindThem() throws IOException {
    UpdateWorld world = world(3600);
    Path home = world.sample().home();
    Path real = Files.move(home, dir.resolve("real"));
    Files.createSymbolicLink(home, real);
    Path tools = Files.move(real.resolve("tools"), dir.resolve("tools"));
    Files.createSymbolicLink(real.resolve("tools"), tools);
    world.node().run().assertExit(0).assertSays("v20.0.0");

    world.volta("self", "update").run().assertExit(0).assertSays("0.0.1 -> 0.1.0 is on trial");

    assertEquals(tools, Files.readSymbolicLink(real.resolve("tools")));
    assertTrue(Files.exists(tools.resolve("user/platform.json")));
    world.node().run().assertExit(0).assertSays("v20.0.0");
  }

  /** As where a session ends, while the daemon before stands by: the release is not at fault. */
  @Test
  void trial_daemonHungUp_goesOnAtTheNextStart() throws IOException {
    UpdateWorld world = world(3600);
    world.volta("daemon", "start").run().assertExit(0);
    ProcessHandle guardian = serving(world);
    world.volta("self", "update").run().assertExit(0).assertSays("is on trial");
    ProcessHandle suspect = serving(world);

    Program.of("kill", "-HUP", Long.toString(suspect.pid())).run().assertExit(0);
    suspect.onExit().join();
    guardian.onExit().join();

    world.volta("daemon", "start").run().assertExit(0);
    try {
      String status = world.volta("self", "status").run().assertSays("0.1.0 is on trial").out();
      assertFalse(status.contains("\nbad:"), status);
    } finally {
      world.volta("daemon", "stop").run();
    }
  }

  private static ProcessHandle serving(UpdateWorld world) {
    return ProcessHandle.of(world.servingPid()).orElseThrow();
  }

  @Test
  void trial_daemonKilledThreeTimes_isTakenBackByTheReleaseBefore() throws IOException {
    UpdateWorld world = world(3600);
    String before = world.current();
    world.volta("self", "update").run().assertExit(0);
    for (int start = 1; start <= STARTS; start++) {
      try (Running daemon = world.daemon().start()) {
        daemon.until("it serves", () -> world.volta("daemon", "status").run().exit() == 0);
        daemon.kill();
      }
      assertTrue(world.current().startsWith("0.1.0-"), world.current());
    }
    assertTrue(world.has("self/trial+0-3"), "the counter");

    world.volta("daemon", "start").run().assertExit(0);
    try {
      assertEquals(before, world.current());
      world
          .volta("self", "status")
          .run()
          .assertSays("version:    0.0.1")
          .assertSays("0.1.0: it was started 3 times and did not prove itself");
      assertFalse(world.has("self/state") || world.has("self/trial+0-3"), "what is left of it");
    } finally {
      world.volta("daemon", "stop").run().assertExit(0);
    }
  }
}

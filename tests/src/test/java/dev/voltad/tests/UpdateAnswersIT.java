package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.SmallRelease;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of releases that are not taken, with a daemon and without. */
@ExtendWith(NothingLeft.class)
@Timeout(300)
class UpdateAnswersIT {
  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private UpdateWorld world;

  @AfterEach
  void close() {
    tree.close();
  }

  /** The release 0.0.1 is installed, and these are offered. */
  private void offer(String... versions) throws IOException {
    Path before = SmallRelease.of(tree.top(), dir.resolve("before"));
    world = UpdateWorld.create(tree, dir).install(before);
    for (String version : versions) {
      publish(version);
    }
    world.trust(world.feed().toUri().toString(), 3600);
  }

  private void publish(String version) throws IOException {
    Path release = SmallRelease.of(tree.top(), dir.resolve(version));
    world.publish(SmallRelease.seal(release, version), "4", "4");
  }

  private Outcome volta(String... arguments) {
    return world.volta(arguments).run();
  }

  private void publisher(String command, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = command;
    all[1] = world.feed().toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    world.publisher(all);
  }

  @Test
  void update_toAVersionThatMayNotBeTaken_isRefusedAndNothingIsForgotten() throws IOException {
    offer("0.0.0", "0.1.0", "0.2.0");
    publisher("withdraw", "--channel", "stable", "--version", "0.2.0");
    publisher("sign", "--keys", world.keys().toString());

    volta("self", "update", "--to", "0.0.0")
        .assertExit(23)
        .assertSays("The gate `newer` is closed: nothing in stable is newer than 0.0.1");
    volta("self", "status").assertExit(0).assertSays("0.1.0; it may be taken");
    volta("self", "update", "--to", "0.2.0")
        .assertExit(23)
        .assertSays("The gate `withdrawn` is closed");
    volta("self", "update", "--to", "0.0.1").assertExit(4);
    volta("self", "status").assertExit(0).assertSays("0.1.0; it may be taken");
  }

  @Test
  void why_afterAPersonLooked_isWhatTheDaemonDoes() throws IOException {
    offer("0.1.0");
    volta("self", "policy", "--set", "mode=notify").assertExit(0);
    volta("self", "check").assertExit(0).assertSays("0.1.0");
    volta("why").assertExit(0).assertSays("no   mode");

    volta("self", "policy", "--set", "mode=stage").assertExit(0);
    volta("daemon", "start").assertExit(0);
    try {
      volta("self", "check").assertExit(0).assertSays("0.1.0; it may be taken");
      volta("why")
          .assertExit(0)
          .assertSays("It is fetched at the next look, and put in place by `volta self update`.");
      volta("self", "policy", "--set", "mode=notify").assertExit(0);
      volta("self", "check").assertExit(0);
      volta("why").assertExit(0).assertSays("no   mode");
    } finally {
      volta("daemon", "stop");
    }
  }

  @Test
  void update_anotherIsOnTrial_isRefusedUntilThatIsOver() throws IOException {
    offer("0.1.0");
    volta("self", "update").assertExit(0).assertSays("0.0.1 -> 0.1.0 is on trial");
    publish("0.2.0");

    volta("self", "update").assertExit(23).assertSays("Another release is on trial.");

    Outcome status = volta("self", "status").assertExit(0).assertSays("is on trial");
    assertFalse(world.has("self/slots/0.2.0"), status::toString);
  }
}

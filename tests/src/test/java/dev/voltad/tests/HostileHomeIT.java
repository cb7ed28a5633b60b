package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.PrivateMounts;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.TreeManifest;
import dev.voltad.tests.support.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the home, its disk and the clock while the daemon runs. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HostileHomeIT {
  private static final Path FAKETIME =
      Path.of(
          "/usr/lib",
          System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu",
          "faketime/libfaketimeMT.so.1");

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;

  @BeforeEach
  void unpack() throws IOException {
    sample = SampleHome.unpack("v2-typical", dir).leadTo(tree.shim());
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"home", "self", "another home", "file"})
  void home_goneWhileRunning_endsTheDaemonAndNothingElse(String what) throws IOException {
    Path home = sample.home();
    Path aside = home.resolveSibling("aside");
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      switch (what) {
        case "home" -> Files.move(home, dir.resolve("gone"));
        case "self" -> Trees.delete(home.resolve("self"));
        case "another home" -> {
          Files.move(home, aside);
          SampleHome.unpack("v4-typical", Files.createDirectory(dir.resolve("other")));
          Files.move(dir.resolve("other/v4-typical/.volta"), home);
        }
        default -> {
          Files.move(home, aside);
          Files.writeString(home, "mine");
        }
      }
      TreeManifest left = TreeManifest.of(sample.user(), java.util.Set.of());

      Outcome end = daemon.await().assertExit(0).assertNoTrace().assertSays("daemon.displaced");

      left.assertSame(TreeManifest.of(sample.user(), java.util.Set.of()), what + ": " + end);
    }
    if (what.equals("self") || what.equals("another home")) {
      try (RunningDaemon next = RunningDaemon.start(tree, sample).untilCurrent()) {
        assertEquals("current", next.state());
      }
    }
  }

  @Test
  void disk_fullWhileRunning_daemonServesOnAndHeals() throws IOException {
    String script =
        "cp -a \"$1\" \"$1.copy\"; mount -t tmpfs -o size=16m,mode=755 none \"$1\";"
            + " cp -a \"$1.copy/.\" \"$1\"; rm -r \"$1.copy\"";
    try (PrivateMounts mounts = PrivateMounts.of(script, sample.user())) {
      SampleHome seen = new SampleHome(sample.name(), mounts.seen(sample.user()));
      Path filler = sample.user().resolve("filler");
      try (RunningDaemon daemon =
          RunningDaemon.start(mounts.in(tree.daemon(sample)), seen).untilCurrent()) {
        TreeManifest current = TreeManifest.ofHome(seen.home());
        fill(mounts, filler);
        Files.delete(seen.home().resolve("layout.v4"));
        Files.delete(seen.home().resolve("bin/node"));
        daemon.until("it says why", () -> daemon.statusText().contains("No space left"));
        assertFalse(daemon.status().path("healthy").asBoolean());
        Outcome node = mounts.in(tree.tool(sample, "npm", "--version")).run();
        node.assertNoTrace();

        mounts.in(Program.of("rm", filler.toString())).run().assertExit(0);
        daemon.untilCurrent();
        current.assertSame(TreeManifest.ofHome(seen.home()), "healed");
      }
    }
  }

  private static void fill(PrivateMounts mounts, Path filler) {
    String fill = "cat /dev/zero >\"$1\" 2>/dev/null; test -s \"$1\"";
    mounts.in(Program.of("sh", "-c", fill, "sh", filler.toString())).run().assertExit(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "folder", "large", "garbage", "dangling link to itself"})
  void policy_thatCannotBeRead_holdsTheDaemonButNotWhoAsks(String kind) throws IOException {
    Path policy = Files.createDirectories(sample.home().resolve("self")).resolve("policy.json");
    switch (kind) {
      case "pipe" -> Program.of("mkfifo", policy.toString()).run().assertExit(0);
      case "folder" -> Files.createDirectory(policy);
      case "large" -> Files.write(policy, new byte[1 << 20]);
      case "garbage" -> Files.write(policy, new byte[] {0, 27, '[', '2', 'J', (byte) 0xff});
      default -> Files.createSymbolicLink(policy, policy.getFileName());
    }
    Path marker = sample.home().resolve("layout.v4");
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample)) {
      daemon.until(
          "it says so",
          () -> daemon.status().path("problem").path("code").asString("").equals("configuration"));
      assertFalse(daemon.statusText().contains("\u001b"));
      assertFalse(Files.exists(marker), daemon::statusText);
      tree.tool(sample, "node", "--version").run().assertExit(0);
      assertTrue(Files.exists(marker), daemon::statusText);
      Files.move(policy, dir.resolve("policy"));
      tree.volta(sample, "daemon", "reload").run().assertExit(0);
      daemon.until("all is well", () -> daemon.status().path("healthy").asBoolean());
    }
  }

  @Test
  void clock_jumpsAYear_nothingIsLostAndNothingIsNonsense() throws IOException {
    Path clock = Files.writeString(dir.resolve("clock"), "+0\n");
    Program program =
        tree.daemon(sample)
            .with("LD_PRELOAD", FAKETIME.toString())
            .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
            .with("FAKETIME_NO_CACHE", "1")
            .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    assertTrue(Files.exists(FAKETIME), FAKETIME + " is missing: run `./dev setup`");
    try (RunningDaemon daemon = RunningDaemon.start(program, sample).untilCurrent()) {
      String undo = daemon.status().path("home").path("undoable").asString();
      for (String jump : new String[] {"+365d\n", "-365d\n", "+0\n"}) {
        Files.writeString(clock, jump);
        Files.delete(sample.home().resolve("layout.v4"));
        daemon.until("the marker is back", () -> Files.exists(sample.home().resolve("layout.v4")));
        daemon.untilCurrent();
        assertFalse(daemon.statusText().matches("(?s).*[ (]-\\d.*"), daemon::statusText);
        System.out.println(jump.strip() + "\n" + daemon.statusText());
      }
      assertFalse(undo.isEmpty());
      tree.migrate(sample, "--undo").run().assertNoTrace();
    }
  }
}

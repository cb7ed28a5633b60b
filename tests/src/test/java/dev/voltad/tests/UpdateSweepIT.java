package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SecondBuild;
import dev.voltad.tests.support.SmallRelease;
import dev.voltad.tests.support.Trees;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real programs, killed by SIGKILL before calls that change the home while they fetch, activate
 * and take back a release with another layout; with a disk that is full from there on; and with an
 * ext4 that loses what was not synced. Tools work at once; what the next run finds is the old
 * release with the old layout or the new with the new, and it ends what was begun. {@code
 * -Dvoltad.sweep=all} takes every call; {@code ActivatorCrashTest} does that within one process,
 * for all but the staging.
 */
@ExtendWith(NothingLeft.class)
@Tag("alone")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class UpdateSweepIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();
  private static final boolean ALL = System.getProperty("voltad.sweep", "").equals("all");

  /** What the check of every point is made of; it says what is wrong and ends. */
  private static final String WORDS =
      """
      export VOLTA_HOME="$SWEEP_DIR/state/.volta"
      once() { "$VOLTA_HOME/bin/voltad" --once "$@"; }
      wrong() { echo "$*: $(cat "$VOLTA_HOME/self/state" 2>&1)"; exit 1; }
      works() {
        for each in volta volta-migrate volta-shim voltad; do
          [ -x "$VOLTA_HOME/bin/$each" ] || wrong "no $each"
        done
        [ "$("$VOLTA_HOME/bin/node" --version)" = v20.0.0 ] || wrong "no node"
      }
      current() { readlink "$VOLTA_HOME/self/current"; }
      future() { [ -e "$VOLTA_HOME/layout.v5" ] && [ -e "$VOLTA_HOME/tools/future/layout.txt" ]; }
      past() { ! [ -e "$VOLTA_HOME/layout.v5" ] && ! [ -e "$VOLTA_HOME/tools/future" ]; }
      old() { case $(current) in slots/0.0.1-*) past && [ -e "$VOLTA_HOME/layout.v4" ] ;; *) false ;; esac; }
      new() { case $(current) in slots/9.0.0-*) future ;; *) false ;; esac; }
      whole() { old || new || wrong "neither old nor new, but $(current)"; }
      quiet() {
        trace=$(grep -m 1 -B 1 -A 12 '^[[:space:]]at ' "$SWEEP_DIR/out") || return 0
        wrong "a stack trace: $(echo $trace)"
      }
      """;

  private static final String STAGE_AGAIN =
      """
      quiet; works; old || wrong "not old"
      once stage || wrong "not staged"
      [ -n "$(ls -d "$VOLTA_HOME"/self/slots/9.0.0-*/manifest.json)" ] || wrong "no slot"
      old || wrong "not old afterwards"
      works
      """;

  private static final String APPLY_AGAIN =
      """
      quiet; works
      once recover || wrong "not recovered"
      whole; works
      new || once apply || wrong "not applied"
      new || wrong "not new"
      works
      """;

  private static final String ROLL_BACK_AGAIN =
      """
      quiet; works
      once recover || wrong "not recovered"
      whole; works
      old || once rollback || wrong "not taken back"
      old || wrong "not old"
      [ ! -e "$VOLTA_HOME/self/state" ] || wrong "something is left"
      works
      """;

  private final ProductTree tree = ProductTree.open();
  private Path folder;
  private UpdateWorld world;

  /** A home with the release 0.0.1, and a feed with the second build. */
  @BeforeEach
  void create() throws IOException {
    folder = Trees.createInMemory("voltad-sweep");
    Path before = SmallRelease.of(tree.top(), folder.resolve("before"));
    Path after = SmallRelease.of(SecondBuild.tree(), folder.resolve("after"));
    SmallRelease.seal(after, SecondBuild.VERSION);
    world = UpdateWorld.create(tree, Files.createDirectory(folder.resolve("world")));
    world.install(before).publish(after, SecondBuild.READS, SecondBuild.WRITES);
    world.trust(world.feed().toUri().toString(), 0);
  }

  @AfterEach
  void remove() {
    tree.close();
    Trees.delete(folder);
  }

  /** A power cut is a kill that loses more. */
  static List<String> ways() {
    return ALL ? List.of("kill", "ENOSPC", "power") : List.of("ENOSPC", "power");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "ENOSPC"})
  void stage_atAnyCall_isOldAndGoesOn(String how) {
    sweep(how, "", "once stage", STAGE_AGAIN);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void apply_atAnyCall_isOldOrNew(String how) {
    world.daemon().and("--once", "stage").run().assertExit(0);
    String activation = how.equals("ENOSPC") ? ".volta/self/current.new" : ".volta/self/state";
    sweep(how, ALL ? "" : activation, "once apply", APPLY_AGAIN);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void rollback_atAnyCall_isOldOrNew(String how) {
    world.daemon().and("--once", "apply").run().assertExit(0);
    sweep(how, "", "once rollback", ROLL_BACK_AGAIN);
  }

  private void sweep(String how, String from, String run, String check) {
    Program sweep =
        Program.of("bash", HARNESS.resolve("crash-sweep.sh").toString(), "--do", how)
            .and(
                "--setup", "cp -a \"$SAMPLE/.\" \"$SWEEP_DIR/state\"; sync -f \"$SWEEP_DIR/state\"")
            .and("--run", WORDS + run)
            .and("--check", WORDS + check)
            .and("--from", from);
    if (!ALL) {
      sweep = sweep.and("--ops", how.equals("ENOSPC") ? "symlink" : "rename,symlink");
    }
    if (how.equals("ENOSPC")) {
      sweep = sweep.and("--every");
    }
    if (how.equals("power")) {
      sweep = sweep.and("--fs", "ext4");
    }
    Outcome outcome =
        tree.environment(sweep, world.sample())
            .with("SAMPLE", world.sample().user().toString())
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("TMPDIR", folder.toString())
            .in(folder)
            .within(Duration.ofMinutes(89))
            .run();

    System.out.printf("%s, %s: %s%s", run, how, outcome.out(), outcome.err());
    outcome.assertExit(0);
    assertTrue(outcome.out().contains(" passed, 0 failed"), outcome::toString);
  }
}

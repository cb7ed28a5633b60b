package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import dev.voltad.tests.support.SmallRelease;
import dev.voltad.tests.support.TreeManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The release of this build, installed into real old homes with install.sh, used from there, and
 * taken out again. What stands in for upstream's programs writes down how it was called.
 */
@ExtendWith(NothingLeft.class)
@Timeout(300)
class InstallIT {
  private static final String REAL = "VOLTAD_UPSTREAM";
  private static final List<String> UPSTREAM = List.of("volta", "volta-migrate", "volta-shim");

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private SampleHome sample;
  private Path release;
  private Path calls;

  @BeforeEach
  void unpack() throws IOException {
    calls = dir.resolve("calls");
    release = SmallRelease.of(tree.bin().getParent(), dir.resolve("release"));
    unpack("v4-typical");
  }

  private void unpack(String name) throws IOException {
    sample = SampleHome.unpack(name, Files.createDirectory(dir.resolve("of-" + name)));
    for (String program : UPSTREAM) {
      Path file = sample.home().resolve("bin").resolve(program);
      Files.deleteIfExists(file);
      Files.writeString(
          file,
          "#!/bin/sh\necho \"%s as ${0##*/} in $VOLTA_INSTALL_DIR: $*\" >>'%s'\n"
              .formatted(program, calls));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private Program install(String... options) {
    String script = release.resolve("install.sh").toString();
    return tree.environment(Program.of(script), sample).and(options).within(Duration.ofMinutes(3));
  }

  /** A program or a shim of the home. */
  private Outcome run(String... command) {
    Path program = sample.home().resolve("bin").resolve(command[0]);
    return tree.environment(Program.of(program.toString()), sample)
        .and(List.of(command).subList(1, command.length).toArray(new String[0]))
        .in(sample.user())
        .within(Duration.ofMinutes(1))
        .run();
  }

  private Path slot() throws IOException {
    return sample.home().resolve("self/current").toRealPath();
  }

  @Test
  void install_homeOfUpstream_isAdoptedMigratedAndServed() throws IOException {
    unpack("v1-typical");
    release = tree.bin().getParent(); // the whole, once

    install().run().assertExit(0).assertNoTrace().assertSays("Installed ");

    try {
      assertTrue(Files.exists(sample.home().resolve("layout.v4")));
      run("node", "--version").assertExit(0);
      run("volta", "daemon", "status").assertExit(0).assertSays("current");
      assertEquals(
          Path.of("../self/current/bin/volta-shim"),
          Files.readSymbolicLink(sample.home().resolve("bin/node")));
      assertTrue(slot().startsWith(sample.home().toRealPath().resolve("self/slots")));
    } finally {
      run("volta", "daemon", "stop");
    }
  }

  @Test
  void install_commandThatIsNotOurs_goesToWhatWasKept() throws IOException {
    install("--no-daemon").run().assertExit(0);

    run("volta", "install", "left-pad@1", "b c").assertExit(0);

    String bin = sample.home().resolve("bin").toString();
    assertEquals(
        "volta as volta in " + bin + ": install left-pad@1 b c\n", Files.readString(calls));
  }

  @Test
  void install_shimThatUpstreamMakesLater_runsItsTool() throws IOException {
    install("--no-daemon").run().assertExit(0);
    Path shim = sample.home().resolve("bin/node");
    String before = run("node", "--version").assertExit(0).out();
    Files.delete(shim);
    Files.createSymbolicLink(shim, sample.home().resolve("bin/volta-shim"));

    assertEquals(before, run("node", "--version").assertExit(0).out());
  }

  @Test
  void install_again_changesNothing() throws IOException {
    install("--no-daemon").run().assertExit(0);
    TreeManifest slots = TreeManifest.withTimes(slot(), Set.of());
    TreeManifest home = TreeManifest.ofHome(sample.home());

    install("--no-daemon").run().assertExit(0);

    slots.assertSame(TreeManifest.withTimes(slot(), Set.of()), "the slot");
    home.assertSame(TreeManifest.ofHome(sample.home()), "the home");
  }

  @Test
  void install_fromTheSlotItself_isAnUpgradeToTheSame() throws IOException {
    install("--no-daemon").run().assertExit(0);
    Path slot = slot();

    run("volta", "self", "install", "--no-daemon").assertExit(0);

    assertEquals(slot, slot());
  }

  @Test
  void adoptUndo_givesBackEveryByte() throws IOException {
    TreeManifest before = TreeManifest.ofHome(sample.home());
    install("--no-daemon").run().assertExit(0);
    assertFalse(TreeManifest.ofHome(sample.home()).equals(before), "nothing was adopted");

    run("volta", "adopt", "--undo").assertExit(0);

    before.assertSame(TreeManifest.ofHome(sample.home()), "given back");
    assertTrue(Files.exists(sample.home().resolve("self/current")), "the release stays");
  }

  /**
   * With the real programs of Volta 2.0.2: {@value #REAL} names the folder that they are in. What
   * stands in for them everywhere else was written after what they do here.
   */
  @Test
  @EnabledIfEnvironmentVariable(named = REAL, matches = ".+")
  void adopt_realUpstream_isStillOfUseAndRunsTheHomeAfterwards() throws IOException {
    for (String program : UPSTREAM) {
      Path from = Path.of(System.getenv(REAL)).resolve(program);
      Path to = sample.home().resolve("bin").resolve(program);
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
    String list = run("volta", "list", "all", "--format", "plain").assertExit(0).out();
    String node = run("node", "--version").assertExit(0).out();

    install("--no-daemon").run().assertExit(0);

    assertEquals(list, run("volta", "list", "all", "--format", "plain").assertExit(0).out());
    assertEquals(node, run("node", "--version").assertExit(0).out());

    run("volta", "daemon", "uninstall", "--purge").assertExit(0);

    assertEquals(list, run("volta", "list", "all", "--format", "plain").assertExit(0).out());
    assertEquals(node, run("node", "--version").assertExit(0).out());
  }

  @Test
  void adoptUndo_withADaemon_stopsItFirst() throws IOException {
    TreeManifest before = TreeManifest.ofHome(sample.home());
    install().run().assertExit(0);

    run("volta", "adopt", "--undo").assertExit(0);

    before.assertSame(TreeManifest.ofHome(sample.home()), "given back");
    assertFalse(Files.exists(sample.home().resolve("self/endpoint")), "a daemon is left");
  }

  @Test
  void adoptUndo_neverAdopted_saysSo() {
    tree.volta(sample, "adopt", "--undo").run().assertProblem(8, "configuration");
  }

  @Test
  void purge_leavesNothingOfOurs() throws IOException {
    TreeManifest before = TreeManifest.of(sample.home(), Set.of("volta.lock"));
    install().run().assertExit(0);

    run("volta", "daemon", "uninstall", "--purge").assertExit(0).assertNoTrace();

    before.assertSame(TreeManifest.of(sample.home(), Set.of("volta.lock")), "purged");
  }

  @Test
  void install_releaseThatIsDamaged_isRefusedAndNothingChanged() throws IOException {
    Files.writeString(release.resolve("app/volta.args"), "\n", StandardOpenOption.APPEND);
    TreeManifest before = TreeManifest.ofHome(sample.home());

    install("--no-daemon").run().assertProblem(7, "filesystem").assertSays("app/volta.args");

    before.assertSame(TreeManifest.ofHome(sample.home()), "refused");
    assertFalse(Files.exists(sample.home().resolve("self/current"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void install_binIsALink_isRefusedAndNothingChanged() throws IOException {
    Path bin = sample.home().resolve("bin");
    Files.createSymbolicLink(bin, Files.move(bin, dir.resolve("shims")));
    TreeManifest before = TreeManifest.ofHome(sample.home());

    install("--no-daemon").run().assertProblem(7, "filesystem").assertSays("bin is a link to ");

    before.assertSame(TreeManifest.ofHome(sample.home()), "refused");
  }

  @Test
  void install_slotThatIsDamaged_isFoundByDoctorAndPutRight() throws IOException {
    install("--no-daemon").run().assertExit(0);
    TreeManifest whole = TreeManifest.of(slot(), Set.of());
    Files.delete(slot().resolve("app/voltad.jar"));
    Files.writeString(slot().resolve("app/volta-migrate.args"), "\n", StandardOpenOption.APPEND);
    Files.writeString(slot().resolve("bin/surplus"), "x");
    Files.writeString(slot().resolve("manifest.json"), " ", StandardOpenOption.APPEND);

    run("volta", "doctor").assertSays("app/volta-migrate.args (changed), and 3 more");
    install("--no-daemon").run().assertExit(0);

    whole.assertSame(TreeManifest.of(slot(), Set.of()), "put right");
    assertFalse(run("volta", "doctor").out().contains("is not as it was built"));
  }

  @Test
  void install_twiceAtOnce_oneSaysThatItIsHeldOrBothEndWell() throws IOException {
    var first = install("--no-daemon").start();
    var second = install("--no-daemon").start();
    Outcome one = first.await();
    Outcome two = second.await();

    assertTrue(one.exit() == 0 || two.exit() == 0, one + "\n" + two);
    for (Outcome each : List.of(one, two)) {
      assertTrue(each.exit() == 0 || each.exit() == 20, each::toString);
    }
    run("node", "--version").assertExit(0);
  }

  @Test
  void install_noHomeAtAll_makesOne() throws IOException {
    sample = new SampleHome("none", Files.createDirectory(dir.resolve("none")));

    install("--no-daemon").run().assertExit(0).assertSays("The tools are not on PATH yet");

    assertTrue(Files.exists(sample.home().resolve("layout.v4")));
    run("volta", "--version").assertExit(0);
  }
}

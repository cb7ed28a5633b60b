package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.Program;
import dev.voltad.tests.support.SampleHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code volta setup} as a user starts it, real shells that read what it wrote, and real kills. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SetupIT {
  private static final Path HARNESS = Path.of("src/test/harness").toAbsolutePath();
  private static final String LAST = "Setup complete. Open a new terminal to start using Volta!\n";

  @TempDir Path temporary;

  private final ProductTree tree = ProductTree.open();
  private Path folder;
  private SampleHome sample;

  @BeforeEach
  void unpack() throws IOException {
    folder = temporary.toRealPath();
    sample = SampleHome.unpack("v4-typical", folder);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private Program setup(String... arguments) {
    return tree.volta(sample, "setup").and(arguments);
  }

  private Path file(String name) {
    return sample.user().resolve(name);
  }

  /** How a shell starts in a new terminal, and which file it reads then. */
  @ParameterizedTest
  @CsvSource({
    "bash, .bashrc, bash -i -c",
    "bash, .profile, bash -l -c",
    "zsh, .zshenv, zsh -c",
    "fish, .config/fish/config.fish, fish -c"
  })
  void setUp_aNewShell_findsNodeInTheHome(String shell, String name, String start)
      throws IOException {
    SampleHome odd =
        new SampleHome("odd", Files.createDirectory(folder.resolve("a $(b) \"`c` \\d")));
    Files.move(sample.home(), odd.home());
    Files.createDirectories(odd.user().resolve(name).getParent());
    if (name.equals(".bashrc")) {
      Files.writeString(odd.user().resolve(name), "mine=1");
    }
    // once as it is written below HOME, once as an absolute path
    for (Path user : new Path[] {odd.user(), sample.user()}) {
      Files.createDirectories(user.resolve(name).getParent());
      Files.writeString(user.resolve(".bashrc"), "mine=1");
      Program volta = tree.volta(odd, "setup").with("HOME", user.toString());
      Outcome outcome = volta.with("SHELL", "/bin/" + shell).run().assertExit(0);
      assertTrue(outcome.out().endsWith(LAST), outcome::toString);

      Outcome found =
          Program.of(start.split(" "))
              .and("command -v node; echo \"$VOLTA_HOME\"")
              .with("HOME", user.toString())
              .in(folder)
              .run();
      assertEquals(odd.home() + "/bin/node\n" + odd.home() + "\n", found.out(), found::toString);
    }
  }

  @Test
  void setUp_twiceAndUndone_givesBackEveryByte() throws IOException {
    byte[] large = new byte[10 << 20];
    new Random(1).nextBytes(large);
    Files.write(file(".bashrc"), large);
    Files.delete(sample.home().resolve("bin/node"));

    setup().run().assertExit(0);
    byte[] once = Files.readAllBytes(file(".bashrc"));
    Outcome second = setup().run().assertExit(0);

    assertTrue(second.out().contains(file(".bashrc") + " is set up.\n"), second::toString);
    assertArrayEquals(once, Files.readAllBytes(file(".bashrc")));
    assertEquals(-1, Arrays.mismatch(large, 0, large.length, once, 0, large.length));
    assertTrue(Files.isSymbolicLink(sample.home().resolve("bin/node")), "the shims are put right");
    setup("--undo").run().assertExit(0);
    assertArrayEquals(large, Files.readAllBytes(file(".bashrc")));
    assertFalse(Files.exists(file(".profile")));
    Files.write(file(".bashrc"), new byte[(16 << 20) + 1]);
    setup().run().assertExit(0).assertSays("It has more than 16 MiB.");
  }

  @Test
  void dryRun_homeOfAnOldLayout_changesNothing() throws IOException {
    Files.delete(sample.home().resolve("layout.v4"));
    Files.writeString(sample.home().resolve("layout.v3"), "");

    setup("--dry-run").run().assertExit(0).assertSays("+export VOLTA_HOME=\"$HOME/.volta\"\n");

    assertFalse(Files.exists(file(".profile")));
    assertFalse(Files.exists(sample.home().resolve("layout.v4")));
  }

  @Test
  void setUp_isOnPathAlready_changesNoFile() {
    String path = sample.home() + "/bin:/usr/bin:/bin";
    Outcome outcome = setup().with("PATH", path).without("HOME").run().assertExit(0);

    assertTrue(outcome.out().endsWith(LAST), outcome::toString);
    assertFalse(Files.exists(file(".profile")));
  }

  @Test
  void setUp_environmentThatNamesNoPlace_isAProblem() {
    setup().without("HOME").run().assertProblem(6, "environment").assertSays("HOME is not set");
    setup().with("PROFILE", "rc").run().assertProblem(6, "environment");
    setup().with("VOLTA_HOME", folder + "/a:b").run().assertProblem(6, "environment");
    setup().with("VOLTA_HOME", folder + "/a\nb").run().assertProblem(6, "environment");
    assertFalse(Files.exists(file(".profile")));
  }

  @Test
  void setUp_folderMayNotBeWritten_isExit6AndNothingElseHappens() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    Program stranger =
        setup().under("setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups", "--");

    Outcome outcome = stranger.run().assertProblem(6, "environment");

    outcome.assertSays("volta: warning: Could not change " + file(".profile") + ".\n");
    assertFalse(Files.exists(file(".profile")));
  }

  /** Killed, or out of space from then on, or cut off from power, at each system call. */
  @ParameterizedTest
  @CsvSource({"kill,", "ENOSPC, --every", "power, '--fs ext4'"})
  void setUp_cutOffAnywhere_leavesOldOrNewFiles(String how, String more) throws IOException {
    Path old = Files.createDirectory(folder.resolve("old"));
    Files.writeString(old.resolve(".bashrc"), "a\nb");
    Path wanted = folder.resolve("wanted");
    Program.of("cp", "-a", old.toString(), wanted.toString()).run().assertExit(0);
    setup().with("HOME", wanted.toString()).run().assertExit(0);
    String volta = "HOME=\"$SWEEP_DIR/state\" \"$VOLTA\" setup";
    String each =
        "for f in .bashrc .profile; do cmp \"$SWEEP_DIR/state/$f\" \"$OLD/$f\" ||"
            + " cmp \"$SWEEP_DIR/state/$f\" \"$WANTED/$f\" ||"
            + " [ ! -e \"$SWEEP_DIR/state/$f\" -a ! -e \"$OLD/$f\" ] || exit 1; done; ";

    Program sweep =
        Program.of("bash", HARNESS.resolve("crash-sweep.sh").toString(), "--do", how)
            .and(more == null ? new String[0] : more.split(" "))
            .and("--setup", "cp -a \"$OLD/.\" \"$SWEEP_DIR/state\" && sync -f \"$SWEEP_DIR/state\"")
            .and("--run", volta)
            .and(
                "--check",
                each + volta + " && diff -r -x lost+found \"$WANTED\" \"$SWEEP_DIR/state\"");
    Outcome outcome =
        tree.environment(sweep, sample)
            .with("OLD", old.toString())
            .with("WANTED", wanted.toString())
            .with("VOLTA", tree.bin().resolve("volta").toString())
            .with("TMPDIR", folder.toString())
            .within(Duration.ofMinutes(4))
            .run();

    System.out.printf("crash-sweep of setup, %s: %s%s", how, outcome.out(), outcome.err());
    outcome.assertExit(0);
    assertTrue(outcome.out().contains(" passed, 0 failed"), outcome::toString);
  }
}

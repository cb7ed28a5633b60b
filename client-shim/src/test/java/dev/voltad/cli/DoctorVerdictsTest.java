package dev.voltad.cli;

import static dev.voltad.cli.Diagnosis.Verdict.ERROR;
import static dev.voltad.cli.Diagnosis.Verdict.NOTE;
import static dev.voltad.cli.Diagnosis.Verdict.OK;
import static dev.voltad.cli.Diagnosis.Verdict.WARNING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.cli.Diagnosis.Verdict;
import dev.voltad.cli.Patient.DaemonReply;
import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Finding;
import dev.voltad.protocol.Condition;
import dev.voltad.protocol.DaemonInfo;
import dev.voltad.protocol.HomeInfo;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From each fact to its verdict. */
final class DoctorVerdictsTest {
  @TempDir Path folder;

  private Path program(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** A bad verdict says why and what to do. */
  private static void assertVerdict(Verdict expected, Diagnosis found) {
    assertEquals(expected, found.verdict(), found::toString);
    assertEquals(expected != OK, found.why().isPresent(), found::toString);
    assertEquals(expected != OK, found.next().isPresent(), found::toString);
  }

  private static HomeState state(
      Optional<LayoutVersion> layout, int pending, boolean heldBack, Optional<String> problem) {
    return new HomeState(
        true,
        layout,
        "marker",
        false,
        pending,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        heldBack,
        Optional.empty(),
        List.of(new Finding(Path.of("tools/x.json"), "not valid JSON", "Remove it.")),
        problem,
        false);
  }

  @Test
  void home_thereOrNot() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertVerdict(OK, HomeChecks.exists(Optional.of(folder)));
    assertVerdict(WARNING, HomeChecks.exists(Optional.of(folder.resolve("none"))));
    assertVerdict(ERROR, HomeChecks.exists(Optional.of(file)));
    assertVerdict(ERROR, HomeChecks.exists(Optional.empty()));
    assertVerdict(OK, HomeChecks.writable(folder));
    assertVerdict(WARNING, HomeChecks.writable(folder.resolve("none")));
  }

  @Test
  void owner_oursOrNot() {
    assertVerdict(OK, HomeChecks.owner(folder, 7, 7));
    assertVerdict(ERROR, HomeChecks.owner(folder, 0, 7));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"rwxr-xr-x,OK", "rwx------,OK", "rwxrwxr-x,NOTE", "rwxr-xrwx,ERROR"})
  void mode_whoMayWrite(String mode, Verdict expected) {
    assertVerdict(expected, HomeChecks.mode(folder, PosixFilePermissions.fromString(mode)));
  }

  @Test
  void lock_folderOrNone_leavesNothing() throws IOException {
    assertVerdict(OK, HomeChecks.lock(folder));
    assertVerdict(WARNING, HomeChecks.lock(folder.resolve("none")));
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void state_layoutDriftAndFindings() {
    HomeState well = state(Optional.of(LayoutVersion.V4), 0, false, Optional.empty());
    HomeState old = state(Optional.of(LayoutVersion.V1), 3, false, Optional.empty());
    HomeState undone = state(Optional.of(LayoutVersion.V1), 3, true, Optional.empty());
    HomeState newer = state(Optional.empty(), 0, false, Optional.of("layout.v9 is newer"));

    assertVerdict(OK, HomeChecks.layout(well));
    assertVerdict(WARNING, HomeChecks.layout(old));
    assertVerdict(ERROR, HomeChecks.layout(newer));
    assertVerdict(OK, HomeChecks.drift(well));
    assertVerdict(WARNING, HomeChecks.drift(old));
    assertVerdict(NOTE, HomeChecks.drift(undone));
    assertVerdict(OK, HomeChecks.journal(well));
    assertEquals(1, HomeChecks.findings(well).size());
    assertVerdict(WARNING, HomeChecks.findings(well).get(0));
    assertEquals(Optional.of("Remove it."), HomeChecks.findings(well).get(0).next());
  }

  @Test
  void programs_missingOrLedElsewhere() throws IOException {
    for (String name : List.of("volta", "volta-migrate", "volta-shim")) {
      program("ours/" + name);
    }
    Path ours = folder.resolve("ours");
    Diagnosis missing = ProgramChecks.present(ours);
    assertVerdict(ERROR, missing);
    assertTrue(missing.why().orElseThrow().endsWith(": voltad."), missing::toString);
    program("ours/voltad");
    Path other = program("other/volta-shim").getParent();

    assertVerdict(OK, ProgramChecks.present(ours));
    assertVerdict(OK, ProgramChecks.shims(ours, ours));
    assertVerdict(WARNING, ProgramChecks.shims(other, ours));
    assertVerdict(ERROR, ProgramChecks.shims(folder.resolve("none"), ours));
  }

  @Test
  void shimFolder_linksToAProgramThatIsGone_isStillTold() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("home/bin"));
    Files.createSymbolicLink(bin.resolve("node"), folder.resolve("gone/volta-shim"));
    Files.createSymbolicLink(bin.resolve("other"), folder.resolve("elsewhere"));

    assertEquals(
        Optional.of(folder.resolve("gone")), ProgramChecks.shimFolder(folder.resolve("home")));
  }

  @Test
  void versions_oneOrMore() {
    assertVerdict(
        OK, ProgramChecks.oneVersion(Map.of("volta", "1", "voltad", "1", "volta-migrate", "1")));
    assertVerdict(
        ERROR, ProgramChecks.oneVersion(Map.of("volta", "1", "voltad", "2", "volta-migrate", "1")));
    assertVerdict(ERROR, ProgramChecks.oneVersion(Map.of("volta", "1")));
  }

  @Test
  void path_binAndShadow() throws IOException {
    Path bin = program("home/bin/node").getParent();
    Path other = program("other/npm").getParent();
    Path upstream = program("upstream/volta").getParent();
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertVerdict(OK, ProgramChecks.binOnPath(bin, List.of(empty, bin)));
    assertVerdict(WARNING, ProgramChecks.binOnPath(bin, List.of(empty)));
    assertVerdict(OK, ProgramChecks.shadow(bin, List.of(empty, bin, other)));
    Diagnosis shadowed = ProgramChecks.shadow(bin, List.of(other, bin));
    assertVerdict(WARNING, shadowed);
    assertTrue(shadowed.why().orElseThrow().startsWith(other + " is before"), shadowed::toString);
    assertVerdict(OK, ProgramChecks.otherVolta(List.of(empty, upstream), upstream));
    assertVerdict(NOTE, ProgramChecks.otherVolta(List.of(empty, upstream), empty));
  }

  @Test
  void otherVolta_anotherReleaseOfOurs_isNone() throws IOException {
    Path bin = program("release/bin/volta").getParent();
    Files.createDirectory(folder.resolve("release/app"));
    Files.writeString(folder.resolve("release/app/volta.jar"), "");

    assertVerdict(OK, ProgramChecks.otherVolta(List.of(bin), folder));
  }

  @Test
  void java_homeThatLeadsNowhere_isAWarningUnlessNotNeeded() throws IOException {
    program("jdk/bin/java");
    String there = folder.resolve("jdk").toString();
    String gone = folder.resolve("gone").toString();

    assertVerdict(OK, ProgramChecks.java(there, false));
    assertVerdict(OK, ProgramChecks.java("", false));
    assertVerdict(OK, ProgramChecks.java(gone, true));
    assertVerdict(WARNING, ProgramChecks.java(gone, false));
  }

  private Status status(String home, Optional<Problem> problem) {
    DaemonInfo daemon =
        new DaemonInfo(
            "1.0",
            42,
            Instant.EPOCH,
            0,
            "/s",
            "events",
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());
    HomeInfo info =
        new HomeInfo(
            home,
            Condition.CURRENT,
            Optional.of("v4"),
            "marker",
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Status(
        1,
        true,
        Optional.of(daemon),
        info,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        problem);
  }

  @Test
  void daemon_answersVersionHomeAndProblem() throws IOException {
    Status status = status(folder.toString(), Optional.empty());
    Problem problem = new Problem("Could not x.", "y", ProblemCode.FILESYSTEM, "Do z.");
    DaemonReply silent = new DaemonReply(Optional.empty(), "connection refused");

    assertVerdict(OK, DaemonChecks.answers(new DaemonReply(Optional.of(status), ""), true));
    assertVerdict(WARNING, DaemonChecks.answers(silent, true));
    assertVerdict(NOTE, DaemonChecks.answers(silent, false));
    assertVerdict(OK, DaemonChecks.version(status.daemon().orElseThrow(), "1.0"));
    assertVerdict(WARNING, DaemonChecks.version(status.daemon().orElseThrow(), "1.1"));
    assertVerdict(OK, DaemonChecks.sameHome(folder, status));
    assertVerdict(ERROR, DaemonChecks.sameHome(folder, status("/", Optional.empty())));
    assertVerdict(OK, DaemonChecks.says(status));
    assertVerdict(ERROR, DaemonChecks.says(status(folder.toString(), Optional.of(problem))));
  }

  @Test
  void socket_goneUntrustedFreeOrHeld() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home/self")).getParent();
    Path sockets = Files.createDirectory(folder.resolve("sockets"));
    Path socket = sockets.resolve("a.sock");
    assertVerdict(WARNING, DaemonChecks.socket(home, socket));

    Files.writeString(socket, "");
    Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertVerdict(ERROR, DaemonChecks.socket(home, socket));

    Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
    assertVerdict(WARNING, DaemonChecks.socket(home, socket));

    FileLock held = FileLock.tryLock(home.resolve("self/daemon.lock")).orElseThrow();
    try {
      assertVerdict(OK, DaemonChecks.socket(home, socket));
    } finally {
      held.close();
    }
  }

  @Test
  void service_installedEnabledAndManaged() throws IOException {
    Path unit = folder.resolve("voltad.service");
    Map<Path, String> ours = Map.of(unit, "text", folder.resolve("voltad.socket"), "socket");

    assertVerdict(NOTE, DaemonChecks.units(ours));
    Files.writeString(unit, "other text");
    Files.writeString(folder.resolve("voltad.socket"), "socket");
    assertVerdict(WARNING, DaemonChecks.units(ours));
    Files.writeString(unit, "text");
    assertVerdict(OK, DaemonChecks.units(ours));
    Files.delete(folder.resolve("voltad.socket"));
    assertVerdict(WARNING, DaemonChecks.units(ours));
    assertVerdict(OK, DaemonChecks.manager(true, Optional.of("systemd")));
    assertVerdict(NOTE, DaemonChecks.manager(true, Optional.empty()));
    assertVerdict(NOTE, DaemonChecks.manager(false, Optional.empty()));
    assertVerdict(OK, DaemonChecks.enabled(true));
    assertVerdict(WARNING, DaemonChecks.enabled(false));
    assertVerdict(WARNING, DaemonChecks.managed(true, false));
    assertVerdict(OK, DaemonChecks.managed(false, false));
    assertVerdict(OK, DaemonChecks.managed(true, true));
  }

  @Test
  void system_limitsAndClock() {
    assertVerdict(OK, SystemChecks.space(folder, 64L << 20));
    assertVerdict(WARNING, SystemChecks.space(folder, (64L << 20) - 1));
    assertVerdict(OK, SystemChecks.inodes(folder, OptionalLong.empty()));
    assertVerdict(OK, SystemChecks.inodes(folder, OptionalLong.of(1000)));
    assertVerdict(WARNING, SystemChecks.inodes(folder, OptionalLong.of(999)));
    assertVerdict(OK, SystemChecks.inotify("max_user_watches", 8192));
    assertVerdict(WARNING, SystemChecks.inotify("max_user_watches", 8191));
    assertVerdict(OK, SystemChecks.inotify("max_user_instances", 128));
    assertVerdict(WARNING, SystemChecks.inotify("max_user_instances", 127));
    assertVerdict(OK, SystemChecks.clock(2026, 2026));
    assertVerdict(WARNING, SystemChecks.clock(1970, 2026));
    assertVerdict(OK, SystemChecks.temporary(folder.toString()));
    assertVerdict(WARNING, SystemChecks.temporary(folder.resolve("none").toString()));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"ext4,OK", "apfs,OK", "nfs4,NOTE", "cifs,NOTE", "9p,NOTE", "fuse.sshfs,NOTE"})
  void filesystem_localOrNot(String type, Verdict expected) {
    assertVerdict(expected, SystemChecks.filesystem(folder, type));
  }

  @Test
  void parseInodes_whatDfPrints() {
    String head = "Filesystem Inodes IUsed IFree IUse% Mounted on\n";

    assertEquals(OptionalLong.of(70), SystemChecks.parseInodes(head + "/dev/a 100 30 70 30% /"));
    assertEquals(OptionalLong.empty(), SystemChecks.parseInodes(head + "btrfs 0 0 0 - /"));
    assertEquals(OptionalLong.empty(), SystemChecks.parseInodes(head + "vfat - - - - /"));
    assertEquals(OptionalLong.empty(), SystemChecks.parseInodes("nonsense"));
  }
}

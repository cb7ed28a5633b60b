package dev.voltad.daemon.update;

import dev.voltad.daemon.update.SlotProgram.Result;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.layout.HomeLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tries a release before anything of the home is changed: its programs start and are the version
 * that was promised; its migrations bring a clone of the home to the layout that was promised, in
 * which no shim is missing and tools answer as they do now; its daemon serves that clone and
 * refreshes the feed. What is not so is a reason never to try this release again.
 */
final class Qualifier {
  /** For each program; also for a machine that is busy. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Duration SELF_TEST_LIMIT = Duration.ofSeconds(60);

  private final Path home;
  private final Path work;
  private final HomeClone clone;

  /**
   * @param work a folder that exists, on the filesystem of the home
   */
  Qualifier(Path home, Path work, FileOps ops) {
    this.home = home;
    this.work = work;
    this.clone = new HomeClone(home, work.resolve("home"), ops);
  }

  /**
   * @param slot sealed
   * @param version what its programs must call themselves
   * @param layout the number of the layout that it must leave
   * @throws BadReleaseException if it is not fit
   * @throws IOException if it cannot be tried; that tells nothing about it
   */
  void qualify(Path slot, String version, int layout)
      throws BadReleaseException, IOException, InterruptedException {
    try {
      clone.make(slot);
      List<Path> shims = shims();
      SlotProgram program = new SlotProgram(work.resolve("output"), environment(clone.folder()));
      requireVersion(program, slot.resolve("bin/volta-migrate"), version);
      requireVersion(program, slot.resolve("bin/voltad"), version);
      migrate(program, slot, layout);
      requireVersion(program, slot.resolve("bin/volta"), version); // looks at the layout first
      requireShims(shims);
      requireSameAnswer("node");
      Path voltad = slot.resolve("bin/voltad");
      Result served = program.run(SELF_TEST_LIMIT, voltad, "--self-test").itsOwn();
      require(served.exit() == 0, "its daemon failed its own test: " + served.reason());
      Optional<Path> changed = clone.firstChanged();
      require(changed.isEmpty(), "it wrote into " + changed.orElse(home) + " in place");
    } finally {
      clone.remove();
    }
  }

  static Map<String, String> environment(Path home) {
    return Map.of(
        "VOLTA_HOME",
        home.toString(),
        "VOLTA_INSTALL_DIR",
        home.resolve("self/current/bin").toString(),
        "NOTIFY_SOCKET",
        "");
  }

  private static void requireVersion(SlotProgram runner, Path program, String version)
      throws BadReleaseException, IOException, InterruptedException {
    Result result = runner.run(LIMIT, program, "--version").itsOwn();
    String name = program.getFileName().toString();
    require(
        result.exit() == 0,
        "`%s --version` ended with %d: %s".formatted(name, result.exit(), result.lastLine()));
    require(
        result.text().strip().equals(version),
        "`%s --version` says %s, not %s".formatted(name, result.lastLine(), version));
  }

  private void migrate(SlotProgram program, Path slot, int layout)
      throws BadReleaseException, IOException, InterruptedException {
    Migrations.run(program, slot);
    require(
        Files.exists(clone.folder().resolve("layout.v" + layout)),
        "its migrations did not bring a copy of the home to layout v" + layout);
  }

  /** Of the clone, before anything of the release has seen it. */
  private List<Path> shims() throws IOException {
    Path bin = clone.folder().resolve(HomeLayout.BIN);
    if (!Files.isDirectory(bin)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(bin)) {
      return listed.toList();
    }
  }

  /** Every shim that leads somewhere in the home must do so in the clone. */
  private void requireShims(List<Path> shims) throws BadReleaseException {
    for (Path twin : shims) {
      Path shim = home.resolve(HomeLayout.BIN).resolve(twin.getFileName());
      boolean isLost = Files.exists(shim) && !Files.exists(twin);
      require(!isLost, "after its migrations " + shim.getFileName() + " is not on PATH");
    }
  }

  /** A tool that works now must work then, in the same version. */
  private void requireSameAnswer(String tool)
      throws BadReleaseException, IOException, InterruptedException {
    Optional<Result> now = ask(home, tool);
    if (now.isEmpty() || now.get().exit() != 0) {
      return;
    }
    Result then = ask(clone.folder(), tool).orElse(new Result(-1, "it does not start"));
    require(
        then.exit() == 0 && then.text().equals(now.get().text()),
        "after its migrations `%s --version` says %s, not %s"
            .formatted(tool, then.lastLine(), now.get().lastLine()));
  }

  private Optional<Result> ask(Path where, String tool) throws IOException, InterruptedException {
    SlotProgram program = new SlotProgram(work.resolve("output"), environment(where));
    try {
      return Optional.of(
          program.run(LIMIT, where.resolve(HomeLayout.BIN).resolve(tool), "--version"));
    } catch (BadReleaseException doesNotRun) {
      return Optional.empty();
    }
  }

  private static void require(boolean isSo, String why) throws BadReleaseException {
    if (!isSo) {
      throw new BadReleaseException(why);
    }
  }
}

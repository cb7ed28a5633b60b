package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Situation.Installed;
import dev.voltad.daemon.policy.Version;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.install.Slots;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeManifest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One home and the release that runs in it, as far as updates go: where everything is. Immutable;
 * what it reads from disk it reads anew.
 */
public final class UpdateHome {
  private static final Pattern MARKER = Pattern.compile("layout\\.v(\\d{1,4})");

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
  private static final int LOCK_PAUSE_MILLIS = 100;

  private final Path home;
  private final Path tree;
  private final TreeManifest manifest;
  private final FileOps ops;
  private final InstantSource clock;
  private final Path system;
  private final Slots slots;
  private final Activator activator;
  private final BadReleases bad;

  /**
   * @param tree of this program
   * @param install the folder of the programs, for links
   */
  public static UpdateHome of(Path home, Path tree, Path install, InstantSource clock) {
    return new UpdateHome(home, tree, install, new PosixFileOps(), clock, FeedConfig.SYSTEM);
  }

  UpdateHome(Path home, Path tree, Path install, FileOps ops, InstantSource clock, Path system) {
    this.home = home;
    this.tree = tree;
    this.manifest = manifest(tree);
    this.ops = ops;
    this.clock = clock;
    this.system = system;
    this.slots = new Slots(home, ops);
    this.activator = new Activator(home, install, ops, clock);
    this.bad = new BadReleases(home, ops);
  }

  /** A build that was not packaged is of no version, and in no slot. */
  private static TreeManifest manifest(Path tree) {
    try {
      return new ReleaseTree(tree).manifest();
    } catch (IOException unpackaged) {
      return TreeManifest.of("0.0.0", "unknown", List.of());
    }
  }

  Path home() {
    return home;
  }

  Path tree() {
    return tree;
  }

  FileOps ops() {
    return ops;
  }

  InstantSource clock() {
    return clock;
  }

  Slots slots() {
    return slots;
  }

  Stager stager() {
    return new Stager(home, slots, ops);
  }

  Activator activator() {
    return activator;
  }

  TrialCounter trial() {
    return new TrialCounter(home, ops);
  }

  BadReleases bad() {
    return bad;
  }

  OwnRelease own() throws IOException {
    return new OwnRelease(slots, activator, ownSlot());
  }

  Version version() {
    return Version.parse(manifest.version());
  }

  String platform() {
    return manifest.platform();
  }

  Optional<FeedConfig> feed() throws IOException {
    return FeedConfig.find(system, home, tree);
  }

  /** The slot that this program is of; empty if it is of none of this home. */
  Optional<String> ownSlot() throws IOException {
    Path real = tree.toRealPath();
    boolean isSlot = real.getParent().equals(home.toRealPath().resolve("self/slots"));
    return isSlot ? Optional.of(real.getFileName().toString()) : Optional.empty();
  }

  /**
   * One updater at a time; one that is at its end is waited for.
   *
   * @throws UpdateException if another is at work for longer
   */
  FileLock lock() throws UpdateException, IOException, InterruptedException {
    return lock(LOCK_PATIENCE);
  }

  FileLock lock(Duration patience) throws UpdateException, IOException, InterruptedException {
    Path file = home.resolve("self/update.lock");
    Files.createDirectories(file.getParent());
    try {
      for (long left = patience.toMillis(); left >= 0; left -= LOCK_PAUSE_MILLIS) {
        Optional<FileLock> lock = FileLock.tryLock(file);
        if (lock.isPresent()) {
          return lock.get();
        }
        Thread.sleep(LOCK_PAUSE_MILLIS);
      }
    } catch (LockUnavailableException e) {
      throw UpdateException.of(e);
    }
    throw new UpdateException(
        UpdateException.Kind.BUSY,
        "another process is at work on an update of this home",
        "Wait until it has ended.");
  }

  /**
   * As a daemon has it: while it is held, none starts.
   *
   * @throws UpdateException if one runs
   */
  FileLock lockDaemon() throws UpdateException, IOException {
    try {
      return FileLock.tryLock(home.resolve("self/daemon.lock"))
          .orElseThrow(
              () ->
                  new UpdateException(
                      UpdateException.Kind.BUSY,
                      "a daemon has started meanwhile",
                      "Run it again: the daemon does it."));
    } catch (LockUnavailableException e) {
      throw UpdateException.of(e);
    }
  }

  /** Has a release's own program migrate the home. */
  void migrate(Path slot) throws BadReleaseException, IOException, InterruptedException {
    Path output = stager().work().resolve("output");
    Migrations.run(new SlotProgram(output, Qualifier.environment(home)), slot);
  }

  /**
   * @param mayRetake whether what a person took back counts as if it had not been
   */
  Installed installed(boolean mayRetake) throws IOException {
    Map<String, String> failed = new HashMap<>();
    bad.all()
        .forEach(
            (hash, it) -> {
              if (!it.isAsked() || !mayRetake) {
                failed.put(hash, it.reason());
              }
            });
    return new Installed(version(), layout(), platform(), installId(), failed);
  }

  /** The newest marker there is. */
  private OptionalInt layout() throws IOException {
    OptionalInt newest = OptionalInt.empty();
    try (DirectoryStream<Path> markers = Files.newDirectoryStream(home, "layout.v*")) {
      for (Path path : markers) {
        Matcher marker = MARKER.matcher(path.getFileName().toString());
        if (marker.matches()) {
          int number = Integer.parseInt(marker.group(1));
          newest = OptionalInt.of(Math.max(number, newest.orElse(0)));
        }
      }
    }
    return newest;
  }

  /** Made once, at random, and never sent: the place of this home in rollouts and schedules. */
  String installId() throws IOException {
    SmallFile file = new SmallFile(home.resolve("self/install-id"), ops);
    Optional<String> known = Optional.empty();
    try {
      known = file.read(String.class).filter(id -> !id.isBlank());
    } catch (IOException broken) {
      // made anew: its place in rollouts is another one then
    }
    if (known.isPresent()) {
      return known.get();
    }
    String fresh = UUID.randomUUID().toString();
    file.write(fresh);
    return fresh;
  }

  UpdateMemory memory() {
    try {
      return memoryFile().read(UpdateMemory.class).orElse(UpdateMemory.NONE);
    } catch (IOException broken) {
      return UpdateMemory.NONE;
    }
  }

  void remember(UpdateMemory memory) throws IOException {
    memoryFile().write(memory);
  }

  private SmallFile memoryFile() {
    return new SmallFile(home.resolve("self/updates.json"), ops);
  }

  /** A report with what becomes of releases now. */
  UpdateReport withPlace(UpdateReport report) throws IOException {
    Optional<Integer> left = trial().left();
    Optional<UpdateReport.Activation> activation =
        activator
            .state()
            .map(
                it ->
                    new UpdateReport.Activation(
                        it.phase(), it.before(), it.version(), it.since(), left, it.reason()));
    List<UpdateReport.Bad> failed =
        bad.all().values().stream()
            .map(it -> new UpdateReport.Bad(it.version(), it.reason(), it.at()))
            .toList();
    return report.with(activation, failed);
  }
}

package dev.voltad.daemon.watch;

import dev.voltad.daemon.job.LogValue;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices on the thread {@code voltad-watch} that a home has changed: at once when its marker has
 * gone, half a second later when anything else came or went in the home's folder or in {@code bin}.
 *
 * <p>Events come from the system; where they are not to be had, or were lost, both folders are
 * looked at every 60 s, and {@link #mode} says so. With events there is one look every ten minutes
 * all the same: a home that was moved away and replaced sends none.
 *
 * <p>The key of {@code bin} is not given back before its half second is over, so ten thousand links
 * that are replaced wake this thread twice a second and not ten thousand times.
 */
public final class HomeWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HomeWatcher.class);
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofSeconds(60);
  private static final Duration RECHECK = Duration.ofMinutes(10);

  private final Path home;
  private final Path marker;
  private final Runnable onMarkerGone;
  private final Runnable onChange;
  private final WatchService service;
  private final Thread thread = new Thread(this::loop, "voltad-watch");
  private volatile boolean hasEvents;

  // the watch's own thread, and start() before it
  private Optional<WatchKey> homeKey = Optional.empty();
  private final Set<WatchKey> held = new HashSet<>();
  private Fingerprint seen;
  private boolean isDirty;
  private long dueNanos;

  /**
   * @param marker absolute
   * @param onMarkerGone called on the watch's own thread; should return soon
   * @param onChange called on the watch's own thread when changes have come; should return soon
   */
  public HomeWatcher(Path home, Path marker, Runnable onMarkerGone, Runnable onChange)
      throws IOException {
    this.home = home;
    this.marker = marker;
    this.onMarkerGone = onMarkerGone;
    this.onChange = onChange;
    this.service = home.getFileSystem().newWatchService();
    thread.setDaemon(true);
  }

  /** What is missed before this returns is not noticed; look once after it. */
  public void start() {
    seen = Fingerprint.of(home);
    register();
    thread.start();
  }

  /** {@code events}, or {@code poll every 60 s}. */
  public String mode() {
    return hasEvents ? "events" : "poll every " + POLL.toSeconds() + " s";
  }

  /** Watches both folders, as they are now; what is watched already stays so. */
  private void register() {
    boolean hadEvents = homeKey.isPresent();
    homeKey.filter(key -> !Fingerprint.of(home).isSameFolder(seen)).ifPresent(WatchKey::cancel);
    homeKey = watch(home);
    if (hadEvents && homeKey.isEmpty()) {
      LOG.warn("watch.lost home={} polls={}s", LogValue.of(home), POLL.toSeconds());
    }
    hasEvents = homeKey.isPresent();
    watch(home.resolve("bin"));
  }

  private Optional<WatchKey> watch(Path folder) {
    try {
      return Optional.of(
          folder.register(
              service, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE));
    } catch (IOException e) {
      LOG.debug("watch.refused folder={} why={}", LogValue.of(folder), LogValue.of(e));
      return Optional.empty();
    }
  }

  private void loop() {
    try {
      while (true) {
        WatchKey key = service.poll(untilDueNanos(), TimeUnit.NANOSECONDS);
        if (key != null) {
          take(key);
        } else if (isDirty) {
          report();
        } else {
          compare();
        }
        if (Files.isDirectory(home) && !Files.exists(marker)) {
          onMarkerGone.run();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // close() ends the thread
    }
  }

  private long untilDueNanos() {
    if (isDirty) {
      return Math.max(0, dueNanos - System.nanoTime());
    }
    return (hasEvents ? RECHECK : POLL).toNanos();
  }

  private void take(WatchKey key) {
    if (!isDirty) {
      isDirty = true;
      dueNanos = System.nanoTime() + QUIET.toNanos();
    }
    if (homeKey.isPresent() && homeKey.get().equals(key)) {
      key.pollEvents(); // whichever they are, overflow included, one look tells
      hasEvents = key.reset();
    } else {
      held.add(key);
    }
  }

  private void report() {
    isDirty = false;
    for (WatchKey key : held) {
      key.pollEvents();
      key.reset(); // before the look: what comes from now on is told again
    }
    held.clear();
    register();
    seen = Fingerprint.of(home);
    onChange.run();
  }

  /** For what sends no events. */
  private void compare() {
    Fingerprint now = Fingerprint.of(home);
    if (!now.equals(seen) || !hasEvents) {
      register();
    }
    if (!now.equals(seen)) {
      seen = now;
      onChange.run();
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }

  /**
   * Which two folders these are, and when something in them changed last.
   *
   * @param keys inode and device of the home and of {@code bin}; "-" for one that is not there
   */
  private record Fingerprint(List<String> keys, List<String> changed) {

    static Fingerprint of(Path home) {
      List<Optional<BasicFileAttributes>> folders =
          List.of(attributes(home), attributes(home.resolve("bin")));
      return new Fingerprint(
          folders.stream().map(f -> f.map(a -> String.valueOf(a.fileKey())).orElse("-")).toList(),
          folders.stream()
              .map(f -> f.map(a -> a.lastModifiedTime().toString()).orElse("-"))
              .toList());
    }

    private static Optional<BasicFileAttributes> attributes(Path folder) {
      try {
        return Optional.of(Files.readAttributes(folder, BasicFileAttributes.class));
      } catch (IOException notThere) {
        return Optional.empty();
      }
    }

    boolean isSameFolder(Fingerprint other) {
      return keys.get(0).equals(other.keys.get(0));
    }
  }
}

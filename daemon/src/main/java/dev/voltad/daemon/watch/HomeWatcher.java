package dev.voltad.daemon.watch;

import dev.voltad.daemon.job.LogValue;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices on the thread {@code voltad-watch} that a home has changed: at once when its marker has
 * gone, half a second later when anything else came or went in the home's folder or in {@code bin},
 * or changed among the records in {@code tools/user}. Five folders are watched, and nothing below.
 *
 * <p>Events come from the system; where they are not to be had, or not all of them, the folders are
 * looked at every 60 s, and {@link #mode} says so. With events there is one look every ten minutes
 * all the same: a home that was moved away and replaced sends none.
 *
 * <p>The keys of all folders but the home's are not given back before their half second is over, so
 * ten thousand links that are replaced wake this thread twice a second and not ten thousand times.
 */
public final class HomeWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HomeWatcher.class);
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofSeconds(60);
  private static final Duration RECHECK = Duration.ofMinutes(10);

  private final Path home;
  private final Path marker;
  private final Path bin;
  private final List<Path> records;
  private final List<Path> compared;
  private final Runnable onMarkerGone;
  private final Runnable onChange;
  private final Events events;
  private final Duration poll;
  private final Thread thread = new Thread(this::loop, "voltad-watch");
  private volatile Optional<String> obstacle = Optional.empty();
  private volatile Optional<Instant> nextLook = Optional.empty();

  // the watch's own thread, and start() before it
  private Optional<WatchKey> homeKey = Optional.empty();
  private final Set<WatchKey> others = new HashSet<>();
  private final Set<WatchKey> held = new HashSet<>();
  private Fingerprint seen;
  private boolean isDirty;
  private long dueNanos;

  /**
   * @param marker absolute
   * @param onMarkerGone called on the watch's own thread; should return soon
   * @param onChange called on the watch's own thread when changes have come; should return soon
   */
  public HomeWatcher(Path home, Path marker, Runnable onMarkerGone, Runnable onChange) {
    this(home, marker, onMarkerGone, onChange, Events.of(home), POLL);
  }

  HomeWatcher(
      Path home,
      Path marker,
      Runnable onMarkerGone,
      Runnable onChange,
      Events events,
      Duration poll) {
    this.poll = poll;
    this.home = home;
    this.marker = marker;
    this.bin = home.resolve("bin");
    Path user = home.resolve("tools/user");
    this.records = List.of(user, user.resolve("packages"), user.resolve("bins"));
    this.compared =
        Stream.concat(Stream.of(home, bin, user.resolve("platform.json")), records.stream())
            .toList();
    this.onMarkerGone = onMarkerGone;
    this.onChange = onChange;
    this.events = events;
    thread.setDaemon(true);
  }

  /** What is missed before this returns is not noticed; look once after it. */
  public void start() {
    seen = Fingerprint.of(compared);
    register();
    thread.start();
  }

  /** {@code events}, or {@code a poll every 60 s} and why. */
  public String mode() {
    return obstacle
        .map(why -> "a poll every " + POLL.toSeconds() + " s (" + why + ")")
        .orElse("events");
  }

  /** When it looks again if no event comes. */
  public Optional<Instant> nextLook() {
    return nextLook;
  }

  /** Watches the folders, as they are now; what is watched already stays so. */
  private void register() {
    events.tryAgain();
    homeKey = events.watch(home, false);
    others.clear();
    events.watch(bin, false).ifPresent(others::add);
    records.forEach(folder -> events.watch(folder, true).ifPresent(others::add));
    Optional<String> now =
        events
            .obstacle()
            .or(() -> homeKey.isEmpty() ? Optional.of("there is no home") : Optional.empty());
    if (now.isPresent() && !now.equals(obstacle)) {
      LOG.warn(
          "watch.lost home={} why={} polls={}s",
          LogValue.of(home),
          LogValue.of(now.get()),
          POLL.toSeconds());
    }
    obstacle = now;
  }

  private void loop() {
    try {
      while (true) {
        Optional<WatchKey> key = events.next(untilDueNanos());
        if (key.isPresent()) {
          take(key.get());
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
    Duration rest = obstacle.isPresent() ? poll : RECHECK;
    nextLook = Optional.of(Instant.now().plus(rest));
    return rest.toNanos();
  }

  private void take(WatchKey key) {
    if (!isDirty) {
      isDirty = true;
      dueNanos = System.nanoTime() + QUIET.toNanos();
    }
    if (homeKey.isPresent() && homeKey.get().equals(key)) {
      key.pollEvents(); // whichever they are, overflow included, one look tells
      key.reset(); // invalid if the home has gone: register() tells
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
    lookAnew();
    onChange.run();
  }

  /** For what sends no events. */
  private void compare() {
    Fingerprint now = Fingerprint.of(compared);
    if (!now.equals(seen)) {
      lookAnew();
      onChange.run();
    } else if (obstacle.isPresent()) {
      register();
    }
  }

  private void lookAnew() {
    Fingerprint now = Fingerprint.of(compared);
    if (!now.isOfTheSame(seen)) {
      homeKey.ifPresent(WatchKey::cancel); // another folder of the same name is another folder
      others.forEach(WatchKey::cancel);
    }
    seen = now;
    register();
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}

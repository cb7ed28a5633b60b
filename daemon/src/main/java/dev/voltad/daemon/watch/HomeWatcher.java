package dev.voltad.daemon.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices on the thread {@code voltad-watch} that a home has lost its marker.
 *
 * <p>Events come from the system; where they are not to be had, or were lost, the marker is looked
 * for every 60 s, and {@link #mode} says so. Any number of events that come together are one look.
 */
public final class HomeWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HomeWatcher.class);
  private static final Duration POLL = Duration.ofSeconds(60);

  private final Path home;
  private final Path marker;
  private final Runnable onMarkerGone;
  private final WatchService service;
  private final Thread thread = new Thread(this::loop, "voltad-watch");
  private volatile boolean hasEvents;

  /**
   * @param marker absolute
   * @param onMarkerGone called on the watch's own thread; should return soon
   */
  public HomeWatcher(Path home, Path marker, Runnable onMarkerGone) throws IOException {
    this.home = home;
    this.marker = marker;
    this.onMarkerGone = onMarkerGone;
    this.service = home.getFileSystem().newWatchService();
    thread.setDaemon(true);
  }

  /** What is missed before this returns is not noticed; look once after it. */
  public void start() {
    register();
    thread.start();
  }

  /** {@code events}, or {@code poll every 60 s}. */
  public String mode() {
    return hasEvents ? "events" : "poll every " + POLL.toSeconds() + " s";
  }

  private void register() {
    try {
      home.register(
          service, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
      if (!hasEvents) {
        LOG.debug("watch.events home={}", home);
      }
      hasEvents = true;
    } catch (IOException e) {
      if (hasEvents) {
        LOG.warn("watch.lost home={} why={}", home, e.toString());
      }
      hasEvents = false;
    }
  }

  private void loop() {
    try {
      while (true) {
        WatchKey key =
            hasEvents ? service.take() : service.poll(POLL.toSeconds(), TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents(); // whichever they are, overflow included, one look tells
          hasEvents = key.reset();
        }
        if (!hasEvents) {
          register();
        }
        if (Files.isDirectory(home) && !Files.exists(marker)) {
          onMarkerGone.run();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // close() ends the thread
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}

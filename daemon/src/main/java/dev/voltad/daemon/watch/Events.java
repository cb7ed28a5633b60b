package dev.voltad.daemon.watch;

import io.methvin.watchservice.WatchablePath;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.Watchable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The system's events for a few folders; or none, and then why. Owned by one thread, but for {@link
 * #close}.
 */
final class Events implements AutoCloseable {
  /** The JDK's own service only polls there, every ten seconds. */
  private static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");

  /** Changes made on another machine are not told here. */
  private static final Set<String> WITHOUT_EVENTS =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "virtiofs");

  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE
  };
  private static final WatchEvent.Kind<?>[] KINDS_OF_FILES = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private final Optional<WatchService> service;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Optional<String> always;
  private volatile Optional<String> obstacle;

  private Events(Optional<WatchService> service, Optional<String> obstacle) {
    this.service = service;
    this.always = obstacle;
    this.obstacle = obstacle;
  }

  /** For the folders of one home. */
  static Events of(Path home) {
    try {
      return new Events(Optional.of(FileSystems.getDefault().newWatchService()), obstacle(home));
    } catch (IOException e) {
      return none(reason(e)); // the limit of instances
    }
  }

  /** None, for this reason. */
  static Events none(String why) {
    return new Events(Optional.empty(), Optional.of(why));
  }

  private static Optional<String> obstacle(Path home) {
    try {
      String type = Files.getFileStore(home).type();
      boolean isMute = WITHOUT_EVENTS.contains(type) || type.startsWith("fuse.");
      return isMute ? Optional.of(type + " sends no events") : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  /** Why there are no events, or not all; empty if there are. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** Forgets what stood in the way of single folders: they are tried again. */
  void tryAgain() {
    obstacle = always;
  }

  /**
   * Watches a folder; what is watched already stays so.
   *
   * @param isOfFiles whether changes of what is in its files matter
   * @return empty if it is not there, or cannot be watched, which is an obstacle from now on
   */
  Optional<WatchKey> watch(Path folder, boolean isOfFiles) {
    if (service.isEmpty() || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      Watchable watched = IS_MAC ? new WatchablePath(folder) : folder;
      return Optional.of(watched.register(service.get(), isOfFiles ? KINDS_OF_FILES : KINDS));
    } catch (IOException e) {
      obstacle = Files.isDirectory(folder) ? Optional.of(reason(e)) : obstacle;
      return Optional.empty();
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * Waits for an event.
   *
   * @return empty if none came in time
   * @throws InterruptedException after {@link #close}
   */
  Optional<WatchKey> next(long nanos) throws InterruptedException {
    if (service.isPresent()) {
      return Optional.ofNullable(service.get().poll(nanos, TimeUnit.NANOSECONDS));
    }
    if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("closed");
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    if (service.isPresent()) {
      service.get().close();
    }
  }
}

package dev.voltad.daemon;

import dev.voltad.daemon.os.ServiceManager;
import dev.voltad.daemon.server.SocketServer;
import dev.voltad.daemon.update.Shift;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.migrate.fs.LockUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How this daemon makes way for another and comes back. Used by the update thread. */
final class SideStep implements Shift {
  private static final int TRIES = 100;
  private static final int PAUSE_MILLIS = 50;

  private final Path lockFile;
  private final DaemonSocket socket;
  private final Supplier<SocketServer> server;
  private final ServiceManager manager;
  private final Runnable onPause;
  private final Runnable onResume;
  private final Runnable end;
  private FileLock lock;
  private boolean isReleased;
  private volatile boolean isAside;
  private volatile boolean isGone;

  /**
   * @param lock on {@code lockFile}
   * @param onPause lets nothing happen of its own accord
   * @param onResume looks at what was missed, and says where we are
   * @param end begins the daemon's end
   */
  SideStep(
      FileLock lock,
      Path lockFile,
      DaemonSocket socket,
      Supplier<SocketServer> server,
      ServiceManager manager,
      Runnable onPause,
      Runnable onResume,
      Runnable end) {
    this.lock = lock;
    this.lockFile = lockFile;
    this.socket = socket;
    this.server = server;
    this.manager = manager;
    this.onPause = onPause;
    this.onResume = onResume;
    this.end = end;
  }

  /** Whether nothing is to be done of our own accord, because another daemon is about to. */
  boolean isAside() {
    return isAside;
  }

  /** Whether another daemon serves the home. */
  boolean isGone() {
    return isGone;
  }

  @Override
  public void pause() {
    isAside = true;
    onPause.run();
  }

  @Override
  public synchronized void release() throws IOException {
    socket.keep();
    if (socket.isInherited()) {
      server.get().pause(); // or we would answer half of the other's clients
    }
    isReleased = true;
    isGone = true;
    lock.close();
  }

  @Override
  public synchronized void takeBack() throws IOException, InterruptedException {
    if (!isReleased) {
      return;
    }
    lock = lockAgain();
    socket.takeBack();
    if (socket.isInherited()) {
      server.get().resume();
    }
    isReleased = false;
    isGone = false;
  }

  private FileLock lockAgain() throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      try {
        Optional<FileLock> again = FileLock.tryLock(lockFile);
        if (again.isPresent()) {
          return again.get();
        }
      } catch (LockUnavailableException e) {
        throw new IOException(e.getMessage(), e);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    end.run(); // whoever has it serves the home
    throw new IOException(lockFile + " is held by another daemon");
  }

  @Override
  public void resume() {
    if (isAside) {
      isAside = false;
      onResume.run();
    }
  }

  @Override
  public void retire(OptionalLong successor) {
    isGone = true;
    OptionalLong other = successor.isPresent() ? successor : whoServes();
    other.ifPresent(manager::mainProcess);
    end.run();
  }

  /** After a rollback on trial it is not the successor that serves, but who took its place. */
  private OptionalLong whoServes() {
    return FileLock.holder(lockFile).stream().mapToLong(LockHolder::pid).findFirst();
  }

  @Override
  public boolean isSocketInherited() {
    return socket.isInherited();
  }

  synchronized void close() {
    lock.close();
  }
}

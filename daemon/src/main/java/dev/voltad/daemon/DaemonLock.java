package dev.voltad.daemon;

import dev.voltad.migrate.VoltaHome;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.Ownership;
import dev.voltad.protocol.Endpoint;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code self/daemon.lock}: one daemon per home. */
final class DaemonLock {
  private static final int TRIES = 50;
  private static final int HANDOVER_TRIES = 9_000;
  private static final int PAUSE_MILLIS = 100;
  private static final int HANDOVER_PAUSE_MILLIS = 10;

  private DaemonLock() {}

  /**
   * One daemon per home. One that is just ending, or just starting, is waited for.
   *
   * @return empty if another daemon serves the home
   */
  static Optional<FileLock> take(Config config)
      throws IOException, LockUnavailableException, InterruptedException, StartException {
    refuseForeignHome(config.home());
    Files.createDirectories(config.lockFile().getParent());
    for (int i = 0; i < TRIES; i++) {
      Optional<FileLock> lock = FileLock.tryLock(config.lockFile());
      if (lock.isPresent()) {
        return lock;
      }
      if (isServed(config)) {
        return Optional.empty();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new StartException(
        new Problem(
            "Could not start the daemon.",
            "Another one holds " + config.lockFile() + " and does not answer.",
            ProblemCode.LOCK_HELD,
            "Try again: an update without a daemon holds it for a while. Else stop that process."));
  }

  /** Waits for the daemon that has started us to let go of it. */
  static FileLock await(Config config)
      throws IOException, LockUnavailableException, InterruptedException, StartException {
    refuseForeignHome(config.home());
    for (int i = 0; i < HANDOVER_TRIES; i++) {
      Optional<FileLock> lock = FileLock.tryLock(config.lockFile());
      if (lock.isPresent()) {
        return lock.get();
      }
      Thread.sleep(HANDOVER_PAUSE_MILLIS);
    }
    throw new StartException(
        new Problem(
            "Could not take over from the daemon before.",
            "It did not let go of " + config.lockFile() + ".",
            ProblemCode.LOCK_HELD,
            "Nothing has to be done: it serves on."));
  }

  /** What root makes in a user's home would shut the user out. */
  static void refuseForeignHome(Path home) throws IOException, StartException {
    if (VoltaHome.isNoFolder(home)) {
      throw new StartException(
          new Problem(
              "Could not start the daemon.",
              home + " is no folder.",
              ProblemCode.FILESYSTEM,
              "Set VOLTA_HOME to a folder, or move what is there."));
    }
    if (Files.exists(home) && Ownership.uid(home) != Ownership.ourUid()) {
      throw new StartException(
          new Problem(
              "Could not start the daemon.",
              "%s belongs to user %d, and we are user %d."
                  .formatted(home, Ownership.uid(home), Ownership.ourUid()),
              ProblemCode.FILESYSTEM,
              "Start it as the owner of the home."));
    }
  }

  private static boolean isServed(Config config) {
    try {
      Optional<Path> socket = new Endpoint(config.home()).read();
      if (socket.isEmpty()) {
        return false;
      }
      Endpoint.requireOurs(socket.get());
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.configureBlocking(false);
        channel.connect(UnixDomainSocketAddress.of(socket.get()));
        return true; // or its queue is full; somebody is there in both cases
      }
    } catch (IOException notThere) {
      return false;
    }
  }
}

package dev.voltad.daemon;

import dev.voltad.daemon.os.ServiceManager;
import dev.voltad.daemon.server.SocketServer;
import dev.voltad.protocol.Endpoint;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * The socket that a daemon listens on, and its place on disk: one that a service manager opened, or
 * one of our own. A daemon that takes another's place binds its own beside the live one and renames
 * it over that, so whoever connects reaches the one or the other at every instant; the daemon
 * before keeps a second name of its own, by which it can have the place back.
 */
final class DaemonSocket {
  private final ServerSocketChannel channel;
  private final Path path;
  private final boolean isInherited;
  private final Optional<Path> fresh;
  private final Object key;

  private DaemonSocket(
      ServerSocketChannel channel, Path path, boolean isInherited, Optional<Path> fresh) {
    this.channel = channel;
    this.path = path;
    this.isInherited = isInherited;
    this.fresh = fresh;
    this.key = key(fresh.orElse(path));
  }

  /**
   * @param takesOver whether another daemon listens at its place still
   */
  static DaemonSocket open(Endpoint endpoint, Map<String, String> environment, boolean takesOver)
      throws IOException {
    Optional<ServerSocketChannel> inherited = ServiceManager.inheritedSocket();
    if (inherited.isPresent()) {
      Path path = ((UnixDomainSocketAddress) inherited.get().getLocalAddress()).getPath();
      return new DaemonSocket(inherited.get(), path, true, Optional.empty());
    }
    Path path = endpoint.socketToBind(environment);
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    return takesOver
        ? new DaemonSocket(SocketServer.bind(fresh), path, false, Optional.of(fresh))
        : new DaemonSocket(SocketServer.bind(path), path, false, Optional.empty());
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Where clients find it. */
  Path path() {
    return path;
  }

  boolean isInherited() {
    return isInherited;
  }

  /** From here on clients reach us. */
  void publish() throws IOException {
    if (fresh.isPresent()) {
      Files.move(fresh.get(), path, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Keeps the socket by another name; a successor is about to take its place. */
  void keep() throws IOException {
    if (!isInherited) {
      Files.deleteIfExists(kept());
      Files.createLink(kept(), path);
    }
  }

  /** Has the place again, whatever is there. */
  void takeBack() throws IOException {
    if (!isInherited && Files.exists(kept(), LinkOption.NOFOLLOW_LINKS)) {
      Files.move(kept(), path, StandardCopyOption.ATOMIC_MOVE);
      // rename(2) does nothing where both are names of one file.
      Files.deleteIfExists(kept());
    }
  }

  private Path kept() {
    return path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
  }

  /** Closes it, and removes what is ours of it on disk: not a service manager's, not another's. */
  void close(SocketServer server) throws IOException {
    Files.deleteIfExists(kept());
    if (isInherited || !key.equals(key(path))) {
      server.leave();
    } else {
      Files.deleteIfExists(path);
      server.close();
    }
  }

  /** Device and inode; "none" if there is no such file. */
  static Object key(Path file) {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? "none" : key;
    } catch (IOException notThere) {
      return "none";
    }
  }
}

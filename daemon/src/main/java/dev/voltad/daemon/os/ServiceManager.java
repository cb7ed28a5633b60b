package dev.voltad.daemon.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the daemon is (sd_notify(3)) and takes the listening socket that it may have
 * opened for us. Without a service manager it does nothing.
 *
 * <p>A datagram from this very process, because {@code NotifyAccess=main} believes no other; Java
 * 17 has no Unix datagrams, so the three calls are made through JNA.
 */
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int FAMILY_BYTES = 2;
  private static final int MAX_PATH_BYTES = 108;

  private final Optional<String> address;

  public ServiceManager(Map<String, String> environment) {
    this.address =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .filter(path -> Platform.isLinux())
            .filter(path -> path.startsWith("/") || path.startsWith("@"));
  }

  /** The daemon serves and has begun its first look at the home. */
  public void ready() {
    send("READY=1");
  }

  /** The daemon reads its settings anew, and says {@link #ready} when it has. */
  public void reloading() {
    send("RELOADING=1");
  }

  /** One line about what it is doing. */
  public void status(String line) {
    send("STATUS=" + line.replaceAll("\\p{Cntrl}", "?")); // a new line would be another message
  }

  /** From now on another process is the daemon: what it says is believed, and not what we say. */
  public void mainProcess(long pid) {
    send("MAINPID=" + pid);
  }

  /** The daemon is alive: see {@link Watchdog}. */
  void alive() {
    send("WATCHDOG=1");
  }

  /** The daemon has begun to stop. */
  public void stopping() {
    send("STOPPING=1");
  }

  /** Whether a service manager started us. */
  public boolean isThere() {
    return address.isPresent();
  }

  /** The listening Unix socket on standard input, if a service manager put one there. */
  public static Optional<ServerSocketChannel> inheritedSocket() throws IOException {
    Channel inherited = System.inheritedChannel();
    return inherited instanceof ServerSocketChannel server ? Optional.of(server) : Optional.empty();
  }

  private void send(String message) {
    if (address.isEmpty()) {
      return;
    }
    try {
      int socket = Libc.socket(AF_UNIX, SOCK_DGRAM, 0);
      try {
        byte[] to = socketAddress(address.get());
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        Libc.sendto(socket, bytes, bytes.length, 0, to, to.length);
      } finally {
        Libc.close(socket);
      }
    } catch (LastErrorException e) {
      LOG.warn("notify.failed message={} errno={}", message, e.getErrorCode());
    }
  }

  /** {@code struct sockaddr_un}; an abstract name begins with "@" outside and with a NUL inside. */
  static byte[] socketAddress(String path) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    if (name.length >= MAX_PATH_BYTES) {
      throw new IllegalArgumentException("NOTIFY_SOCKET (" + path + ") is too long");
    }
    boolean isAbstract = name[0] == '@';
    byte[] address = new byte[FAMILY_BYTES + name.length + (isAbstract ? 0 : 1)];
    boolean isLittleEndian = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    address[isLittleEndian ? 0 : 1] = AF_UNIX;
    System.arraycopy(name, 0, address, FAMILY_BYTES, name.length);
    if (isAbstract) {
      address[FAMILY_BYTES] = 0;
    }
    return address;
  }

  private static final class Libc {
    static {
      Native.register(Libc.class, Platform.C_LIBRARY_NAME);
    }

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int sendto(
        int socket, byte[] bytes, long length, int flags, byte[] address, int addressLength)
        throws LastErrorException;

    static native int close(int descriptor) throws LastErrorException;
  }
}

package dev.voltad.daemon.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS over sockets that can be closed from another thread. {@code HttpURLConnection.disconnect}
 * waits for a reader that is stuck in the middle of a chunk's head, and knows nothing of a
 * handshake that drips: a server could hold us for hours. The socket below can be closed at any
 * time.
 *
 * <p>One transfer at a time, so all of these sockets are that one's, or idle.
 */
final class CuttableSockets extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  CuttableSockets(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /** Closes them all; whoever reads gets an {@code IOException}. */
  void cut() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException ignored) {
        // it is closed as far as it can be
      }
      open.remove(socket);
    }
  }

  // The inherited createSocket() has the JDK connect a plain socket, which it then hands over here.

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    open.removeIf(Socket::isClosed);
    open.add(plain);
    return tls.createSocket(plain, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new SocketException("layered only");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new SocketException("layered only");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw new SocketException("layered only");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new SocketException("layered only");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}

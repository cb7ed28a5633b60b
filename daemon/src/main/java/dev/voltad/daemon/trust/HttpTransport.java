package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP of the JDK. Redirects are followed by hand: at most five, never to {@code file}, and from
 * {@code https} only to {@code https}.
 */
final class HttpTransport implements Transport {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Not there, or not for us: stores of static files answer 403 for what they do not have. */
  private static final Set<Integer> ABSENT = Set.of(403, 404, 410);

  private static final int PARTIAL = HttpURLConnection.HTTP_PARTIAL;
  private static final int BAD_RANGE = 416;

  static {
    // Else the JDK reads on what we do not want, to keep the connection, with the lock of the
    // stream held: the reader whose transfer was cut would wait for that as long as a server drips.
    System.setProperty("http.KeepAlive.remainingData", "0");
  }

  private final Proxies proxies;
  private final Speed speed;
  private final CuttableSockets sockets;

  HttpTransport(Proxies proxies, Speed speed, SSLSocketFactory tls) {
    this.proxies = proxies;
    this.speed = speed;
    sockets = new CuttableSockets(tls);
  }

  @Override
  public Transfer open(URI address, long from) throws TrustException {
    URI at = address;
    for (int i = 0; i <= Caps.REDIRECTS; i++) {
      HttpTransfer transfer = ask(at, from);
      boolean isKept = false;
      try {
        int code = transfer.code();
        if (code == HttpURLConnection.HTTP_OK || code == PARTIAL && transfer.beginsAt(from)) {
          isKept = true;
          return transfer;
        } else if (code == BAD_RANGE && from > 0) {
          from = 0; // what we had is longer than what is there
        } else if (REDIRECTS.contains(code)) {
          at = redirect(at, transfer.header("Location"));
        } else {
          Kind kind = ABSENT.contains(code) ? Kind.NOT_FOUND : Kind.UNREACHABLE;
          throw TrustException.of(kind, at.toString(), "HTTP status " + code);
        }
      } finally {
        if (!isKept) {
          transfer.close();
        }
      }
    }
    throw TrustException.of(Kind.UNREACHABLE, address.toString(), "too many redirects");
  }

  private HttpTransfer ask(URI address, long from) throws TrustException {
    HttpURLConnection connection = prepare(address);
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    Runnable cut =
        () -> {
          sockets.cut();
          connection.disconnect();
        };
    return HttpTransfer.begin(address, connection, speed, cut);
  }

  private HttpURLConnection prepare(URI address) throws TrustException {
    try {
      HttpURLConnection connection = (HttpURLConnection) proxies.open(address);
      if (connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(sockets);
      } else {
        // Only those of TLS can be cut at any time, so only they are kept.
        connection.setRequestProperty("Connection", "close");
      }
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout(speed.connectMillis());
      connection.setReadTimeout(speed.readMillis());
      connection.setRequestProperty("User-Agent", "voltad");
      connection.setRequestProperty("Accept", "*/*");
      connection.setRequestProperty("Accept-Encoding", "identity");
      return connection;
    } catch (IOException | IllegalArgumentException e) {
      throw TrustException.because(Kind.UNREACHABLE, address.toString(), "cannot be asked", e);
    }
  }

  private static URI redirect(URI from, Optional<String> location) throws TrustException {
    try {
      if (location.isPresent()) { // what is nowhere would resolve to the folder of what was asked
        URI to = from.resolve(location.get());
        boolean isWorse = isHttps(from) && !isHttps(to);
        if (!isWorse && isAllowed(to)) {
          return to;
        }
      }
    } catch (IllegalArgumentException ignored) {
      // not an address at all; refused with the others
    }
    throw TrustException.of(
        Kind.UNREACHABLE, from.toString(), "redirects to where we do not go: " + location);
  }

  private static boolean isHttps(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  /**
   * Whether it may be asked: {@code https}, and {@code http} of this machine. Signatures hold over
   * any wire, but whoever can read it knows what is installed and who can write it can hold it
   * back; mirrors inside a company have {@code https} too, or are a folder.
   */
  static boolean isAllowed(URI address) {
    if (address.getScheme() == null || address.getHost() == null) {
      return false;
    }
    return switch (address.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> true;
      case "http" -> isLoopback(address.getHost());
      default -> false;
    };
  }

  /** By its text: a name could lead anywhere. */
  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  static TrustException failed(URI address, boolean tooSlow, IOException cause) {
    boolean isSlow = tooSlow || cause instanceof SocketTimeoutException;
    return TrustException.because(
        isSlow ? Kind.SLOW : Kind.UNREACHABLE, address.toString(), "broke off", cause);
  }
}

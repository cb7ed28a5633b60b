package dev.voltad.daemon.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over TLS, with a certificate for 127.0.0.1 that only these tests trust. */
@Timeout(60)
class HttpsTest {
  private static final char[] PASSWORD = "password".toCharArray();
  private static SSLContext context;

  @TempDir Path dir;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private TrustFixture fixture;

  @BeforeAll
  static void makeCertificate(@TempDir Path keys) throws Exception {
    Path store = keys.resolve("keys.p12");
    String[] command = {
      System.getProperty("java.home") + "/bin/keytool",
      "-genkeypair",
      "-alias",
      "server",
      "-keyalg",
      "EC",
      "-groupname",
      "secp256r1",
      "-dname",
      "CN=voltad",
      "-validity",
      "2",
      "-ext",
      "SAN=ip:127.0.0.1",
      "-storetype",
      "PKCS12",
      "-keystore",
      store.toString(),
      "-storepass",
      new String(PASSWORD)
    };
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD);
    KeyManagerFactory ours = KeyManagerFactory.getInstance("PKIX");
    ours.init(loaded, PASSWORD);
    TrustManagerFactory theirs = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", loaded.getCertificate("server"));
    theirs.init(trusted);
    context = SSLContext.getInstance("TLS");
    context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
  }

  @BeforeEach
  void open() throws IOException {
    fixture = new TrustFixture(dir);
    fixture.tls = context.getSocketFactory();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private interface Use {
    void with(Mirror mirror) throws Exception;
  }

  /** Serves the feed by HTTPS, but redirects the timestamp if told where to. */
  private void served(String redirect, Use use) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(any, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getRawPath().substring(1);
          byte[] bytes = fixture.feed.files.get(path);
          ports.put(path, exchange.getRemoteAddress().getPort());
          try (exchange) {
            if (path.equals("metadata/timestamp.json") && !redirect.isEmpty()) {
              String port = String.valueOf(server.getAddress().getPort());
              exchange.getResponseHeaders().set("Location", redirect.replace("PORT", port));
              exchange.sendResponseHeaders(302, -1);
            } else if (bytes == null) {
              exchange.sendResponseHeaders(404, -1);
            } else {
              FeedServer.send(exchange, 200, bytes);
            }
          }
        });
    server.start();
    try {
      use.with(Mirror.ofFeed(URI.create("https://127.0.0.1:" + server.getAddress().getPort())));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void https_certificateTrusted_isRead() throws Exception {
    served(
        "",
        mirror -> {
          fixture.refresh(mirror);
          fixture.assertCurrent();
        });
  }

  /**
   * A handshake costs more than what is asked for; what was read to its end leaves a connection.
   */
  @Test
  void https_filesOneAfterTheOther_comeOverOneConnection() throws Exception {
    served(
        "",
        mirror -> {
          fixture.refresh(mirror);
          Integer port = ports.get("metadata/timestamp.json");
          assertEquals(port, ports.get("metadata/1.snapshot.json"));
          assertEquals(port, ports.get("metadata/1.targets.json"));
        });
  }

  @Test
  void https_certificateOfAStranger_isUnreachable() throws Exception {
    SSLContext other = SSLContext.getInstance("TLS");
    other.init(null, null, null);
    fixture.tls = other.getSocketFactory();

    served("", mirror -> assertEquals(Kind.UNREACHABLE, fixture.refused(mirror).kind()));
  }

  /** In whatever case the scheme of the mirror was written down. */
  @ParameterizedTest(name = "from {0}")
  @ValueSource(strings = {"https", "HTTPS"})
  void https_redirectToHttpOfThisMachine_isRefused(String scheme) throws Exception {
    String worse = fixture.server.address() + "metadata/timestamp.json";

    served(
        worse,
        mirror -> {
          Mirror asked =
              new Mirror(as(scheme, mirror.metadata()), mirror.targets(), mirror.blobs());
          assertEquals(Kind.UNREACHABLE, fixture.refused(asked).kind());
        });

    assertTrue(fixture.server.requests.isEmpty());
  }

  private static URI as(String scheme, URI address) {
    return URI.create(scheme + address.toString().substring(address.getScheme().length()));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/moved", "https://127.0.0.1:PORT/moved", "HTTPS://127.0.0.1:PORT/moved"})
  void https_redirectToHttps_isFollowed(String redirect) throws Exception {
    fixture.feed.files.put("moved", fixture.feed.current("timestamp"));

    served(
        redirect,
        mirror -> {
          fixture.refresh(mirror);
          fixture.assertCurrent();
        });
  }

  @Test
  void https_behindAProxy_asksItForTheWay() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> refuseAll(proxy, asked));
      thread.start();
      String address = "http://127.0.0.1:" + proxy.getLocalPort();
      Proxies proxies = new Proxies(Map.of("https_proxy", address), false);
      Fetcher fetcher = new Fetcher(proxies, fixture.speed, fixture.tls);
      URI feed = URI.create("https://feed.example.org/timestamp.json");

      TrustException e =
          assertThrows(TrustException.class, () -> fetcher.metadata("timestamp", feed, 1));

      assertEquals(Kind.UNREACHABLE, e.kind(), e::getMessage);
      assertEquals("CONNECT feed.example.org:443 HTTP/1.1", asked.take());
      thread.join();
    }
  }

  private static void refuseAll(ServerSocket proxy, BlockingQueue<String> asked) {
    try (Socket socket = proxy.accept()) {
      BufferedReader request =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      asked.add(request.readLine());
      while (!request.readLine().isEmpty()) {
        // the rest of the head
      }
      socket.getOutputStream().write("HTTP/1.1 502 no\r\n\r\n".getBytes(UTF_8));
    } catch (IOException e) {
      asked.add(e.toString());
    }
  }

  @Test
  void https_withoutAProxy_isLeftToTheJvm() throws Exception {
    Proxies none = new Proxies(Map.of(), false);

    assertEquals(
        "feed.example.org", none.open(URI.create("https://feed.example.org/")).getURL().getHost());
  }

  @Test
  void sockets_ciphers_areThoseOfTheJdk() {
    CuttableSockets sockets = new CuttableSockets(fixture.tls);

    assertArrayEquals(fixture.tls.getDefaultCipherSuites(), sockets.getDefaultCipherSuites());
    assertArrayEquals(fixture.tls.getSupportedCipherSuites(), sockets.getSupportedCipherSuites());
    assertTrue(sockets.getDefaultCipherSuites().length > 0);
  }

  /** Where {@code disconnect} of the JDK would wait for the reader, for hours. */
  @ParameterizedTest(name = "in a {0}")
  @ValueSource(strings = {"chunk", "handshake"})
  void slow_dripWhereNobodyCounts_isCut(String where) throws Exception {
    fixture.speed = TrustFixture.IMPATIENT;
    CountDownLatch closed = new CountDownLatch(1);
    boolean isPlain = where.equals("handshake");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server =
        isPlain
            ? new ServerSocket(0, 1, loopback)
            : context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      Thread thread = new Thread(() -> drip(server, isPlain, closed));
      thread.start();
      URI address = URI.create("https://127.0.0.1:" + server.getLocalPort());

      long start = System.nanoTime();
      TrustException e = fixture.refused(Mirror.ofFeed(address));

      assertEquals(Kind.SLOW, e.kind(), e::getMessage);
      assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 10);
      assertTrue(closed.await(10, TimeUnit.SECONDS));
      thread.join();
    }
  }

  private static void drip(ServerSocket server, boolean isPlain, CountDownLatch closed) {
    try (Socket socket = server.accept()) {
      InputStream request = socket.getInputStream();
      request.read(new byte[1024]);
      OutputStream to = socket.getOutputStream();
      // The head of a TLS record of 16 kB, of which one byte comes at a time.
      byte[] record = {22, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xfc};
      String chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=";
      to.write(isPlain ? record : chunk.getBytes(UTF_8));
      while (true) {
        to.write(' ');
        to.flush();
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (IOException e) {
      closed.countDown(); // the client went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

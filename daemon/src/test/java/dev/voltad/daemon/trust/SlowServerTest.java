package dev.voltad.daemon.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that hold a client for as long as it lets them. */
@Timeout(60)
class SlowServerTest {
  private static final String TIMESTAMP = "metadata/timestamp.json";

  @TempDir Path dir;
  private TrustFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new TrustFixture(dir);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void speed_span_isTheTimeToConnectButAtMost15Seconds() {
    assertEquals(15_000, Speed.DEFAULT.connectMillis());
    assertEquals(60_000, Speed.DEFAULT.readMillis());
    assertEquals(14_999, new Speed(1, Duration.ofMillis(14_999)).connectMillis());
    assertEquals(15_000, new Speed(1, Duration.ofMillis(15_001)).connectMillis());
  }

  private static void dripBody(HttpExchange exchange, CountDownLatch gone) throws IOException {
    exchange.sendResponseHeaders(200, 100_000);
    try {
      drip(exchange.getResponseBody());
    } catch (IOException e) {
      gone.countDown(); // the client went away
    }
  }

  private static void drip(OutputStream to) throws IOException {
    try {
      while (true) {
        to.write(' ');
        to.flush();
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is closed
    }
  }

  /** Cut and not read on: the JDK would, to keep the connection, and our reader wait for it. */
  @Test
  void slow_dripOfABody_isCut() throws Exception {
    fixture.speed = TrustFixture.IMPATIENT;
    CountDownLatch gone = new CountDownLatch(1);
    fixture.server.trick(TIMESTAMP, exchange -> dripBody(exchange, gone));

    Instant start = Instant.now();
    fixture.assertRefused(Kind.SLOW, "timestamp");

    assertTrue(Duration.between(start, Instant.now()).toSeconds() < 10);
    assertTrue(gone.await(10, TimeUnit.SECONDS));
  }

  /** A body of the JDK that another thread is just closing says that it is at its end. */
  private static final class EndsWhenCut extends HttpURLConnection {
    final CountDownLatch cut = new CountDownLatch(1);

    EndsWhenCut(URI address) throws IOException {
      super(address.toURL());
      responseCode = 200;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          try {
            cut.await();
            return -1;
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
      };
    }

    @Override
    public void disconnect() {
      cut.countDown();
    }

    @Override
    public boolean usingProxy() {
      return false;
    }

    @Override
    public void connect() {}
  }

  /** A matter of microseconds with a real server, so a connection that always does it. */
  @Test
  void slow_endOfABodyThatWasCut_isNotItsEnd() throws Exception {
    URI address = fixture.server.address();
    EndsWhenCut body = new EndsWhenCut(address);

    try (HttpTransfer transfer =
        HttpTransfer.begin(address, body, TrustFixture.IMPATIENT, body::disconnect)) {
      TrustException e = assertThrows(TrustException.class, () -> transfer.read(new byte[1]));

      assertEquals(Kind.SLOW, e.kind(), e::getMessage);
    }
  }

  /** A status line and a header without end. */
  @ParameterizedTest(name = "after \"{0}\"")
  @ValueSource(strings = {"HTTP/1.1 2", "HTTP/1.1 200 OK\r\nX: "})
  void slow_dripOutsideOfTheBody_isCut(String beginning) throws Exception {
    fixture.speed = TrustFixture.IMPATIENT;
    CountDownLatch closed = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  InputStream request = socket.getInputStream();
                  request.read(new byte[1024]);
                  socket.getOutputStream().write(beginning.getBytes(UTF_8));
                  drip(socket.getOutputStream());
                } catch (IOException e) {
                  closed.countDown(); // the client went away
                }
              });
      thread.start();
      Mirror mirror = Mirror.ofFeed(URI.create("http://127.0.0.1:" + server.getLocalPort()));

      TrustException e = fixture.refused(mirror);

      assertEquals(Kind.SLOW, e.kind(), e::getMessage);
      assertTrue(closed.await(10, TimeUnit.SECONDS));
      thread.join();
    }
  }
}

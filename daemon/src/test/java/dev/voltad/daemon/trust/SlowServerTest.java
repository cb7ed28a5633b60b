package dev.voltad.daemon.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** What a real server does at its own time only. */
  private static class Answer extends HttpURLConnection {
    private final InputStream body;

    Answer(URI address, InputStream body) throws IOException {
      super(address.toURL());
      responseCode = 200;
      this.body = body;
    }

    @Override
    public InputStream getInputStream() {
      return body;
    }

    @Override
    public void disconnect() {}

    @Override
    public boolean usingProxy() {
      return false;
    }

    @Override
    public void connect() {}
  }

  /** Ends when it was cut for the second time: the first found nothing yet that could be. */
  private static final class EndsWhenCut extends InputStream {
    final CountDownLatch cut = new CountDownLatch(2);

    @Override
    public int read() throws IOException {
      try {
        cut.await();
        return -1;
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** A body of the JDK that another thread is just closing says that it is at its end. */
  @Test
  void slow_endOfABodyThatWasCut_isNotItsEnd() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    URI address = fixture.server.address();
    EndsWhenCut body = new EndsWhenCut();

    try (HttpTransfer transfer =
        HttpTransfer.begin(
            address, new Answer(address, body), TrustFixture.IMPATIENT, body.cut::countDown)) {
      TrustException e = assertThrows(TrustException.class, () -> transfer.read(new byte[1]));

      assertEquals(Kind.SLOW, e.kind(), e::getMessage);
    }

    for (Thread watch : watches(before)) {
      watch.join(10_000);
      assertFalse(watch.isAlive());
    }
  }

  private static List<Thread> watches(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> !before.contains(it) && it.getName().equals("voltad-feed-speed"))
        .toList();
  }

  @Test
  void fast_transferOfManySpans_isReadToItsEnd() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    URI address = fixture.server.address();
    Instant end = Instant.now().plusMillis(2_500);
    InputStream body =
        new InputStream() {
          @Override
          public int read() {
            return Instant.now().isBefore(end) ? ' ' : -1;
          }
        };
    CountDownLatch cut = new CountDownLatch(1);
    Speed speed = new Speed(1, Duration.ofSeconds(1));

    try (HttpTransfer transfer =
        HttpTransfer.begin(address, new Answer(address, body), speed, cut::countDown)) {
      assertTrue(watches(before).stream().allMatch(Thread::isDaemon));
      byte[] block = new byte[1];
      while (transfer.read(block) >= 0) {
        assertEquals(1, cut.getCount());
      }
    }
    assertEquals(1, cut.getCount());
  }

  @ParameterizedTest(name = "{0} after {1}")
  @CsvSource({"10, 10, true", "19, 10, true", "20, 10, false", "9, 0, true", "10, 0, false"})
  void speed_ofASpan_isTooSlowBelowTheLeast(long now, long before, boolean tooSlow) {
    assertEquals(tooSlow, new Speed(10, Duration.ofSeconds(1)).isTooSlow(before, now));
  }

  /** What is just being connected cannot be cut; the kernel alone would try for two minutes. */
  @Test
  void slow_connecting_isGivenUp() throws Exception {
    fixture.speed = TrustFixture.IMPATIENT;
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(any, 1)) {
      InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
      for (int i = 0; i < 8; i++) { // more than have room
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        channel.connect(address);
      }
      Mirror mirror = Mirror.ofFeed(URI.create("http://127.0.0.1:" + address.getPort()));

      Instant start = Instant.now();
      assertEquals(Kind.SLOW, fixture.refused(mirror).kind());

      assertTrue(Duration.between(start, Instant.now()).toSeconds() < 10);
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
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

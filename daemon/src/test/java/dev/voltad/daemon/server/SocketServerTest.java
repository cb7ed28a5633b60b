package dev.voltad.daemon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.job.JobRunner;
import dev.voltad.daemon.job.Migrations;
import dev.voltad.daemon.job.Timer;
import dev.voltad.migrate.Migrator;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server on a real socket; the peer writes bytes. */
@Timeout(30)
final class SocketServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir Path folder;

  private final Timer timer = new Timer();
  private final Thread clock = new Thread(timer::run, "test-timer");
  private final JobRunner runner = new JobRunner(timer, () -> {});
  private final CountDownLatch stop = new CountDownLatch(1);
  private Path socket;
  private Api api;
  private SocketServer server;

  @BeforeEach
  void start() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createFile(home.resolve("layout.v3"));
    Path shim = Files.writeString(folder.resolve("volta-shim"), "");
    Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwx------"));
    Migrations migrations =
        new Migrations(
            home, new Migrator(home, folder), runner, () -> false, state -> {}, () -> {});
    api =
        new Api(
            new FixedBackend(migrations, runner, stop::countDown),
            migrations,
            new Traffic(() -> {}));
    socket = folder.resolve("s");
    serve(SocketServer.PATIENCE);
    runner.start();
    clock.start();
  }

  private void serve(Duration patience) throws Exception {
    server = SocketServer.start(SocketServer.bind(socket), Files.getOwner(folder), api, patience);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    assertTrue(runner.stop(Duration.ofSeconds(10)));
    timer.end();
    clock.join();
  }

  private SocketChannel connect() throws Exception {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  private String exchange(String request) throws Exception {
    try (SocketChannel channel = connect()) {
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return rest(channel);
    } catch (IOException reset) {
      return "reset";
    }
  }

  private static String rest(SocketChannel channel) throws IOException {
    StringBuilder answer = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer) >= 0) {
      answer.append(StandardCharsets.UTF_8.decode(buffer.flip()));
      buffer.clear();
    }
    return answer.toString();
  }

  private String get(String path, String header) throws Exception {
    return exchange("GET " + path + " HTTP/1.1\r\nConnection: close\r\n" + header + "\r\n");
  }

  @Test
  void socket_isForItsOwnerOnly() throws Exception {
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
  }

  @Test
  void status_asJsonAndAsText() throws Exception {
    assertTrue(get("/v1/status", "").contains("{\"schema\":1,"));
    String text = get("/v1/status", "Accept: text/plain\r\n");
    assertTrue(text.contains("voltad does not run\nhome:"), text);
    assertTrue(text.contains("voltad-healthy: true\r\n"), text);
  }

  @Test
  void status_twiceOnOneConnection_isAnsweredTwice() throws Exception {
    String answers =
        exchange(
            "GET /v1/status HTTP/1.1\r\n\r\nGET /v1/status HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertEquals(3, answers.split("HTTP/1.1 200 OK").length);
  }

  @Test
  void unknownPathAndWrongMethod_areProblems() throws Exception {
    assertTrue(get("/v2/x", "").startsWith("HTTP/1.1 404 "));
    String wrong = get("/v1/stop", "");
    assertTrue(wrong.startsWith("HTTP/1.1 405 "), wrong);
    assertTrue(wrong.contains("application/problem+json"), wrong);
    assertTrue(wrong.contains("allow: POST\r\n"), wrong);
    assertTrue(wrong.contains("{\"type\":\"urn:voltad:problem:method-not-allowed\","), wrong);
    assertEquals(1, stop.getCount());
  }

  @Test
  void migrations_withWait_endsWithTheResult() throws Exception {
    String answer = exchange("POST /v1/migrations?wait=true HTTP/1.1\r\nContent-Length: 0\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
    assertTrue(answer.contains("\"event\":\"progress\""), answer);
    assertTrue(answer.contains("\"outcome\":\"migrated\""), answer);
    assertTrue(answer.endsWith("0\r\n\r\n"), answer);
  }

  @Test
  void migrations_moreRequestsBehindOneThatWaits_doNotBreakIntoItsAnswer() throws Exception {
    String wait = "POST /v1/migrations?wait=true HTTP/1.1\r\nContent-Length: 0\r\n\r\n";

    String answer = exchange(wait + "GET /v1/status HTTP/1.1\r\n\r\n" + wait);

    assertEquals(2, answer.split("HTTP/1.1").length, answer);
    assertTrue(answer.endsWith("0\r\n\r\n"), answer);
  }

  @Test
  void stop_isAnsweredAndBegun() throws Exception {
    String answer =
        exchange("POST /v1/stop HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 202 "), answer);
    assertTrue(stop.await(10, TimeUnit.SECONDS));
  }

  @Test
  void garbageAndOversizedRequests_areRefusedAndTheServerGoesOn() throws Exception {
    List<String> hostile =
        List.of(
            "\0\0\0\0\r\n\r\n",
            "GET\r\n\r\n",
            "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nX: " + "x".repeat(9000) + "\r\n\r\n",
            "POST /v1/migrations HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
            "POST /v1/migrations HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET /v1/status SMTP/9\r\n\r\n");
    for (String request : hostile) {
      String answer = exchange(request + "GET /v1/stop HTTP/1.1\r\nConnection: close\r\n\r\n");

      assertFalse(answer.startsWith("HTTP/1.1 2"), request + " -> " + answer);
    }
    assertTrue(get("/v1/status", "").startsWith("HTTP/1.1 200 "));
  }

  @Test
  void moreConnectionsThanAllowed_waitUntilThereIsRoom() throws Exception {
    List<SocketChannel> open = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      open.add(connect());
    }
    SocketChannel next = connect();
    next.write(StandardCharsets.US_ASCII.encode("GET /v1/status HTTP/1.1\r\n\r\n"));
    next.configureBlocking(false);
    ask(open.get(0)); // the server has come round, and has not taken the next one
    assertEquals(0, next.read(ByteBuffer.allocate(1)));

    open.get(1).close();

    next.configureBlocking(true);
    assertEquals(1, next.read(ByteBuffer.allocate(1)));
    next.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }

  private static void ask(SocketChannel channel) throws IOException {
    channel.write(StandardCharsets.US_ASCII.encode("GET /v1/status HTTP/1.1\r\n\r\n"));
    assertTrue(channel.read(ByteBuffer.allocate(8192)) > 0);
  }

  @Test
  void manyAtOnce_allJoinAndAreAnswered() throws Exception {
    List<SocketChannel> shims = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      SocketChannel shim = connect();
      shim.write(
          StandardCharsets.US_ASCII.encode(
              "POST /v1/migrations?wait=true HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
      shims.add(shim);
    }

    for (SocketChannel shim : shims) {
      assertTrue(rest(shim).contains("\"event\":\"result\""));
    }
  }

  @Test
  void requestBehindASlowAnswer_isAnsweredAfterIt() throws Exception {
    String answers =
        exchange("GET /v1/lock HTTP/1.1\r\n\r\nGET /v1/jobs HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertTrue(answers.indexOf("\"held\"") < answers.indexOf("\"jobs\""), answers);
    assertTrue(answers.contains("\"held\""), answers);
  }

  @Test
  void clientThatHasEndedItsSide_getsAllItsAnswers() throws Exception {
    try (SocketChannel channel = connect()) {
      String lock = "GET /v1/lock HTTP/1.1\r\n\r\n";
      channel.write(StandardCharsets.US_ASCII.encode(lock.repeat(20) + "GET /v1/lo"));
      channel.shutdownOutput();

      assertEquals(21, rest(channel).split("HTTP/1.1 200 OK").length);
    }
    try (SocketChannel channel = connect()) {
      channel.write(
          StandardCharsets.US_ASCII.encode("POST /v1/repairs?wait=true HTTP/1.1\r\n\r\n"));
      channel.shutdownOutput();

      String answer = rest(channel);
      assertTrue(answer.contains("\"event\":\"result\""), answer);
    }
  }

  @Test
  void clientsThatTakeTheirTime_areHungUpOn() throws Exception {
    get("/v1/status", ""); // every class is there
    server.close();
    serve(PATIENCE);
    try (SocketChannel follower = connect();
        SocketChannel idle = connect();
        SocketChannel slow = connect();
        SocketChannel deaf = connect()) {
      follower.write(StandardCharsets.US_ASCII.encode("GET /v1/events HTTP/1.1\r\n\r\n"));
      long start = System.nanoTime();
      fill(deaf);
      slow.write(StandardCharsets.US_ASCII.encode("GET /v1/status HTTP/1.1\r\nSlow: "));
      dribbleUntilHungUp(slow);
      assertEquals(-1, idle.read(ByteBuffer.allocate(1)));
      long took = System.nanoTime() - start;
      assertTrue(took > PATIENCE.toNanos() * 3 / 4, "too early");
      assertTrue(took < PATIENCE.toNanos() * 3, "too late");

      deaf.configureBlocking(true);
      readToTheEnd(deaf); // what was on the way, and then it is over
      assertTrue(follower.read(ByteBuffer.allocate(8192)) > 0);
      ask(connect());
    }
  }

  private static void readToTheEnd(SocketChannel channel) {
    try {
      rest(channel);
    } catch (IOException reset) {
      // there was more from us that nobody read
    }
  }

  /** A byte every tenth of the patience: never idle, and never done. */
  private static void dribbleUntilHungUp(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      while (selector.select(PATIENCE.toMillis() / 10) == 0) {
        channel.write(StandardCharsets.US_ASCII.encode("x"));
      }
    }
  }

  /** Sends requests until nobody takes them any more; reads nothing. */
  private static void fill(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    ByteBuffer requests =
        StandardCharsets.US_ASCII.encode("GET /v1/status HTTP/1.1\r\n\r\n".repeat(999));
    long quiet = System.nanoTime();
    while (System.nanoTime() - quiet < PATIENCE.toNanos() / 4) {
      if (channel.write(requests) > 0) {
        quiet = System.nanoTime();
      }
      if (!requests.hasRemaining()) {
        requests.rewind();
      }
    }
  }

  @Test
  void close_ofOurSocket_removesItsFile() {
    server.close();

    assertFalse(Files.exists(socket));
  }

  @Test
  void leave_socketOfSomebodyElse_keepsItsFileAndItsQueue() throws Exception {
    server.leave();

    assertTrue(Files.exists(socket));
    connect().close(); // waits for whoever listens next
  }

  @Test
  void bind_staleSocketOfADeadDaemon_isReplaced() throws Exception {
    Path stale = folder.resolve("stale");
    SocketServer.bind(stale).close();
    assertTrue(Files.exists(stale));

    SocketServer.bind(stale).close();
  }
}

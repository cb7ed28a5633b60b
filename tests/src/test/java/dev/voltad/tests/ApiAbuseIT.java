package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.tests.support.AbuseCase;
import dev.voltad.tests.support.NothingLeft;
import dev.voltad.tests.support.Outcome;
import dev.voltad.tests.support.ProcessSample;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.RawConversation;
import dev.voltad.tests.support.RunningDaemon;
import dev.voltad.tests.support.SampleHome;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hostile requests and connections against the real daemon, which must not even notice. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ApiAbuseIT {
  private static final String GET = "GET /v1/status HTTP/1.1\r\n\r\n";
  private static final int ROW_MILLIS = 10_000;
  private static final int MORE_KIBIBYTES = 16 << 10;
  private static final int PLACES = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();
  private final List<SocketChannel> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    hangUp();
    tree.close();
  }

  private void hangUp() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
    open.clear();
  }

  private RunningDaemon start(String sample) {
    return RunningDaemon.start(tree, SampleHome.unpack(sample, dir)).untilCurrent();
  }

  @Test
  void requests_hostile_areAnsweredWithinBoundsAndNothingIsLeft() throws IOException {
    List<String> wrong = new ArrayList<>();
    try (RunningDaemon daemon = start("v4-typical")) {
      ProcessSample before = warm(daemon);
      for (AbuseCase abuse : AbuseCase.all()) {
        long start = System.nanoTime();
        String answer = RawConversation.hold(daemon.socket(), abuse.bytes(), ROW_MILLIS);
        String came = RawConversation.summary(answer, abuse.isHead());
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.printf("%-34s %-34s %5d ms%n", abuse, came, millis);
        if (!came.equals(abuse.answer())) {
          wrong.add(abuse + ": " + came + " instead of " + abuse.answer());
        }
        assertFalse(answer.contains("\u001b") || answer.contains("\r\nX-Evil"), answer);
        assertUnharmed(daemon, before, abuse.toString());
      }
      report(before, ProcessSample.of(daemon.pid()), AbuseCase.all().size() + " rows");
      assertFalse(daemon.log().contains("ERROR"), daemon::log);
    }
    assertEquals(List.of(), wrong);
    assertTrue(AbuseCase.all().size() >= 45);
  }

  /** When it has done all kinds of things: classes are loaded, threads are there. */
  private static ProcessSample warm(RunningDaemon daemon) throws IOException {
    String all = (GET + GET.replace("status", "lock") + GET.replace("status", "jobs")).repeat(500);
    RawConversation.hold(daemon.socket(), all.getBytes(StandardCharsets.US_ASCII), ROW_MILLIS);
    RawConversation.hold(daemon.socket(), "GET /metrics HTTP/1.1\r\n\r\n".getBytes(), ROW_MILLIS);
    return ProcessSample.of(daemon.pid());
  }

  private static void assertUnharmed(RunningDaemon daemon, ProcessSample before, String what) {
    assertEquals(daemon.pid(), daemon.status().path("daemon").path("pid").asLong(), what);
    daemon.until(
        "no descriptor and no thread is left of: " + what,
        () -> {
          try {
            ProcessSample now = ProcessSample.of(daemon.pid());
            return now.descriptors() <= before.descriptors() && now.threads() <= before.threads();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void report(ProcessSample before, ProcessSample after, String what) {
    System.out.printf("%s: %s before, %s after%n", what, before, after);
    assertTrue(after.kibibytes() <= before.kibibytes() + MORE_KIBIBYTES, after::toString);
  }

  @Test
  void clients_thatNeverRead_costLittle() throws IOException {
    try (RunningDaemon daemon = start("v4-typical")) {
      ProcessSample before = warm(daemon);
      long sent = 0;
      for (String path : List.of("/v1/jobs", "/metrics", "/v1/status", "/", "/v1/lock")) {
        for (int i = 0; i < 8; i++) {
          sent += fill(connect(daemon), "GET " + path + " HTTP/1.1\r\n\r\n");
        }
      }
      for (int i = 0; i < 16; i++) {
        sent += fill(connect(daemon), "GET /v1/events HTTP/1.1\r\n\r\n");
      }
      for (int i = 0; i < 5; i++) {
        assertEquals(202, daemon.ask("POST", "/v1/reload", "application/json").status());
      }
      daemon.untilCurrent();
      report(before, ProcessSample.of(daemon.pid()), open.size() + " deaf, " + sent + " bytes");
      hangUp();
      assertUnharmed(daemon, before, "deaf clients");
    }
  }

  /** As much as is taken: a buffer full, and what the daemon takes of it in two looks. */
  private static long fill(SocketChannel channel, String request) throws IOException {
    channel.configureBlocking(false);
    ByteBuffer many = StandardCharsets.US_ASCII.encode(request.repeat(4000));
    int count = channel.write(many);
    long sent = count;
    for (int look = 0; look < 20 && many.hasRemaining(); look++) {
      sent += channel.write(many);
    }
    return sent;
  }

  private SocketChannel connect(RunningDaemon daemon) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(daemon.socket()));
    open.add(channel);
    return channel;
  }

  private SocketChannel say(RunningDaemon daemon, String words) throws IOException {
    SocketChannel channel = connect(daemon);
    channel.write(StandardCharsets.ISO_8859_1.encode(words));
    return channel;
  }

  @Test
  void places_heldByClientsThatDoNothing_keepShimsFromNothingAndAreFreed() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir).leadTo(tree.shim());
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      tree.migrate(sample, "--undo").run().assertExit(0);
      daemon.until("it holds back", () -> daemon.state().equals("held-back"));
      long start = System.nanoTime();
      SocketChannel slow = say(daemon, "GET /v1/status HTTP/1.1\r\nSlow: ");
      SocketChannel body = say(daemon, "POST /v1/reload HTTP/1.1\r\nContent-Length: 9999\r\n\r\n");
      SocketChannel deaf = connect(daemon);
      fill(deaf, "GET /v1/jobs HTTP/1.1\r\n\r\n");
      while (open.size() < PLACES) {
        connect(daemon);
      }

      Outcome node = tree.tool(sample, "node", "--version").run().assertExit(0);
      System.out.printf("node with all places held: %d ms%n", node.took().toMillis());
      assertTrue(Files.exists(sample.home().resolve("layout.v4")));

      dribbleUntilHungUp(List.of(slow, body));
      long took = (System.nanoTime() - start) / 1_000_000;
      System.out.printf("slow clients hung up on after %d ms%n", took);
      assertTrue(took >= PATIENCE.toMillis() - 1000, took + " ms");
      daemon.untilCurrent();
      RawConversation.hold(daemon.socket(), GET.getBytes(), ROW_MILLIS);
    }
  }

  /** Two bytes a second each, and never a whole request. */
  private static void dribbleUntilHungUp(List<SocketChannel> slow) throws IOException {
    try (Selector selector = Selector.open()) {
      for (SocketChannel channel : slow) {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
      }
      while (selector.keys().stream().anyMatch(SelectionKey::isValid)) {
        selector.selectedKeys().clear();
        if (selector.select(500) > 0) {
          selector.selectedKeys().forEach(SelectionKey::cancel); // an end: nobody answers half
          selector.selectNow();
          continue;
        }
        for (SelectionKey key : selector.keys()) {
          ((SocketChannel) key.channel()).write(StandardCharsets.US_ASCII.encode("x"));
        }
      }
    }
  }

  @Test
  void connections_aThousand_waitOrAreTurnedAwayAndGo() throws IOException {
    SampleHome sample = SampleHome.unpack("v2-typical", dir).leadTo(tree.shim());
    try (RunningDaemon daemon = RunningDaemon.start(tree, sample).untilCurrent()) {
      ProcessSample before = warm(daemon);
      tree.migrate(sample, "--undo").run().assertExit(0);
      daemon.until("it holds back", () -> daemon.state().equals("held-back"));
      int in = 0;
      for (int i = 0; i < 1000; i++) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(channel);
        channel.configureBlocking(false);
        in += isLetIn(channel, daemon.socket()) ? 1 : 0;
      }
      assertTrue(in >= PLACES && in < 1000, in + " were let in");

      Outcome node = tree.tool(sample, "node", "--version").run().assertExit(0);
      tree.volta(sample, "daemon", "status").run().assertExit(24);
      tree.volta(sample, "daemon", "reload").run().assertProblem(24, "daemon-unreachable");
      System.out.printf("%d of 1000 in; node: %d ms%n", in, node.took().toMillis());

      hangUp();
      daemon.untilCurrent();
      tree.migrate(sample, "--undo").run().assertExit(0);
      daemon.until("it holds back", () -> daemon.state().equals("held-back"));
      tree.tool(sample, "node", "--version").run().assertExit(0);
      String last = daemon.status().path("lastJob").path("trigger").asString();
      assertEquals("request", last, "the shim must have got through");
      assertUnharmed(daemon, before, "a thousand connections");
    }
  }

  private static boolean isLetIn(SocketChannel channel, Path socket) {
    try {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException queueIsFull) {
      return false;
    }
  }

  @Test
  void followers_seventeen_oneIsToldToComeAgain() throws IOException {
    try (RunningDaemon daemon = start("v4-typical")) {
      for (int i = 0; i < 16; i++) {
        assertEquals("HTTP/1.1 200", first(say(daemon, "GET /v1/events HTTP/1.1\r\n\r\n")));
      }
      String one = "GET /v1/events HTTP/1.1\r\n\r\n";
      assertEquals("HTTP/1.1 503", first(say(daemon, one)));
      open.get(3).close();
      daemon.until(
          "there is room again",
          () -> {
            try {
              return first(say(daemon, one)).endsWith("200");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  private static String first(SocketChannel channel) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(12);
    while (answer.hasRemaining() && channel.read(answer) >= 0) {
      // the rest of it
    }
    return new String(answer.array(), StandardCharsets.US_ASCII);
  }

  @Test
  void clients_thatGoInTheMiddle_leaveNothing() throws IOException {
    try (RunningDaemon daemon = start("v4-typical")) {
      ProcessSample before = warm(daemon);
      for (int i = 0; i < 100; i++) {
        say(daemon, "GET /v1/jobs HTTP/1.1\r\n\r\n".repeat(50)).close();
        say(daemon, "POST /v1/migrations?wait=true HTTP/1.1\r\n\r\n").close();
        say(daemon, "GET /v1/events HTTP/1.1\r\n\r\n").close();
        say(daemon, "POST /v1/reload HTTP/1.1\r\nContent-Length: 9\r\n\r\nx").close();
      }
      assertUnharmed(daemon, before, "clients that went");
      assertFalse(daemon.log().contains("ERROR"), daemon::log);
    }
  }
}

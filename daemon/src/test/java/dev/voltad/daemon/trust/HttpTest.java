package dev.voltad.daemon.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpHandler;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, and what stands between, that do not give what was asked for. */
@Timeout(60)
class HttpTest {
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

  private static HttpHandler status(int code) {
    return exchange -> exchange.sendResponseHeaders(code, -1);
  }

  private static HttpHandler page(int code, String text) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      FeedServer.send(exchange, code, text.getBytes(UTF_8));
    };
  }

  private static HttpHandler redirect(String to) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", to);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /** Says how long it is and then sends less. */
  private static HttpHandler cutOff(byte[] bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  private static HttpHandler endless(Runnable whenGone) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] block = " ".repeat(1 << 16).getBytes(UTF_8);
      try {
        while (true) {
          exchange.getResponseBody().write(block);
        }
      } catch (IOException e) {
        whenGone.run();
      }
    };
  }

  /** A range in an answer that is none. */
  private static HttpHandler ranged(int code) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/10");
      exchange.sendResponseHeaders(code, -1);
    };
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        arguments("404", Kind.NOT_FOUND, status(404)),
        arguments("404 with a range", Kind.NOT_FOUND, ranged(404)),
        arguments("403", Kind.NOT_FOUND, status(403)),
        arguments("410", Kind.NOT_FOUND, status(410)),
        arguments("401", Kind.UNREACHABLE, status(401)),
        arguments("407", Kind.UNREACHABLE, status(407)),
        arguments("429", Kind.UNREACHABLE, status(429)),
        arguments("500", Kind.UNREACHABLE, status(500)),
        arguments("503 with a page", Kind.UNREACHABLE, page(503, "<html>down</html>")),
        arguments("511, a portal that says so", Kind.UNREACHABLE, page(511, "<html></html>")),
        arguments("200, a portal that does not", Kind.UNREACHABLE, page(200, "\n<!doctype html>")),
        arguments("204", Kind.UNREACHABLE, status(204)),
        arguments("part of it, unasked", Kind.UNREACHABLE, status(206)),
        arguments("nothing", Kind.FORMAT, status(200)),
        arguments("plain text", Kind.FORMAT, page(200, "It works!")),
        arguments("cut off", Kind.UNREACHABLE, cutOff(new TestFeed().current("timestamp"))),
        arguments("endless", Kind.TOO_LARGE, endless(() -> {})),
        arguments("redirect to http elsewhere", Kind.UNREACHABLE, redirect("http://192.0.2.1/x")),
        arguments("redirect to a file", Kind.UNREACHABLE, redirect("file:///etc/hostname")),
        arguments("redirect to ftp", Kind.UNREACHABLE, redirect("ftp://localhost/x")),
        arguments("redirect to nothing", Kind.NOT_FOUND, redirect("/nothing")),
        arguments("redirect without a place", Kind.UNREACHABLE, status(302)),
        arguments("redirect to no address", Kind.UNREACHABLE, redirect("http://[")),
        arguments("redirect to itself", Kind.UNREACHABLE, redirect("/" + TIMESTAMP)));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("answers")
  void answer_notTheFile_isToldApart(String name, Kind kind, HttpHandler handler) throws Exception {
    fixture.server.trick(TIMESTAMP, handler);

    fixture.assertRefused(kind, "timestamp");

    fixture.server.untrick();
    fixture.refresh();
    fixture.assertCurrent();
  }

  @ParameterizedTest(name = "{0} for the next root ends the chain")
  @ValueSource(ints = {403, 404, 410})
  void nextRoot_absent_endsTheChain(int code) throws Exception {
    fixture.server.trick("metadata/2.root.json", status(code));

    fixture.refresh();

    fixture.assertCurrent();
  }

  @ParameterizedTest(name = "{0} for the next root does not")
  @ValueSource(ints = {500, 503, 401})
  void nextRoot_unknown_isRefused(int code) throws Exception {
    fixture.server.trick("metadata/2.root.json", status(code));

    fixture.assertRefused(Kind.UNREACHABLE, "root");
  }

  @Test
  void answer_redirectOnThisMachine_isFollowed() throws Exception {
    fixture.server.trick(TIMESTAMP, redirect("/moved/1"));
    fixture.server.trick("moved/1", redirect("2"));
    fixture.server.trick(
        "moved/2", exchange -> FeedServer.send(exchange, 200, fixture.feed.current("timestamp")));

    fixture.refresh();

    fixture.assertCurrent();
  }

  @Test
  void answer_withoutLength_isRead() throws Exception {
    fixture.server.trick(
        TIMESTAMP,
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // chunked
          exchange.getResponseBody().write(fixture.feed.current("timestamp"));
        });

    fixture.refresh();

    fixture.assertCurrent();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void answer_endless_isCutAtItsCap(String role) throws Exception {
    fixture.feed.withoutHashes().publishTargets();
    String file = fixture.feed.version(role) + "." + role + ".json";
    String path = role.equals("root") ? "2.root.json" : file;
    CountDownLatch gone = new CountDownLatch(1);
    fixture.server.trick(
        role.equals("timestamp") ? TIMESTAMP : "metadata/" + path, endless(gone::countDown));

    fixture.assertRefused(Kind.TOO_LARGE, role);

    assertTrue(gone.await(10, TimeUnit.SECONDS));
  }

  @ParameterizedTest(name = "{0} bytes too much")
  @CsvSource({"0, MISMATCH, true", "1, TOO_LARGE, false"})
  void answer_promisedTooLarge_isNotEvenAskedFor(long more, Kind kind, boolean asked)
      throws Exception {
    JsonValue.JsonObject promise =
        JsonValue.JsonObject.EMPTY.with("version", 1).with("length", Caps.SNAPSHOT_BYTES + more);
    fixture.feed.edit(
        "timestamp",
        t -> t.with("meta", JsonValue.JsonObject.EMPTY.with("snapshot.json", promise)));
    fixture.feed.publish("timestamp");

    fixture.assertRefused(kind, "snapshot");

    assertEquals(asked, fixture.server.requests.contains("metadata/1.snapshot.json"));
  }

  @ParameterizedTest(name = "{0} bytes too much")
  @ValueSource(ints = {0, 1})
  void answer_asLongAsItMayBe_isRead(int more) throws Exception {
    byte[] right = fixture.feed.current("timestamp");
    byte[] padded = Arrays.copyOf(right, Caps.TIMESTAMP_BYTES + more);
    Arrays.fill(padded, right.length, padded.length, (byte) ' ');
    fixture.feed.put("timestamp", 1, padded);

    if (more == 0) {
      fixture.refresh();
      fixture.assertCurrent();
    } else {
      fixture.assertRefused(Kind.TOO_LARGE, "timestamp");
    }
  }

  @ParameterizedTest(name = "{0} redirects")
  @ValueSource(ints = {5, 6})
  void answer_manyRedirects_areFollowedFiveTimes(int redirects) throws Exception {
    for (int i = 0; i < redirects; i++) {
      fixture.server.trick(i == 0 ? TIMESTAMP : "moved/" + i, redirect("/moved/" + (i + 1)));
    }
    fixture.feed.files.put("moved/" + redirects, fixture.feed.current("timestamp"));

    if (redirects == Caps.REDIRECTS) {
      fixture.refresh();
      fixture.assertCurrent();
    } else {
      fixture.assertRefused(Kind.UNREACHABLE, "timestamp");
    }
  }

  @Test
  void request_saysWhoAsksAndWantsThePlainFile() throws Exception {
    Map<String, String> sent = new ConcurrentHashMap<>();
    fixture.server.trick(
        TIMESTAMP,
        exchange -> {
          exchange.getRequestHeaders().forEach((name, of) -> sent.put(name, String.join(",", of)));
          FeedServer.answer(exchange, fixture.feed.current("timestamp"));
        });

    fixture.refresh();

    sent.remove("Host");
    assertEquals(
        Map.of(
            "User-agent", "voltad",
            "Accept", "*/*",
            "Accept-encoding", "identity",
            "Connection", "close",
            "Cache-control", "no-cache",
            "Pragma", "no-cache"),
        sent);
  }

  /** Each answer is watched by a thread; with the answer, whatever it was, its thread ends. */
  @Test
  void answers_ofEveryKind_leaveNoThread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    fixture.server.trick(TIMESTAMP, redirect("/moved"));
    fixture.server.trick("moved", status(500));
    fixture.assertRefused(Kind.UNREACHABLE, "timestamp");
    fixture.server.trick(TIMESTAMP, cutOff(fixture.feed.current("timestamp")));
    fixture.assertRefused(Kind.UNREACHABLE, "timestamp");
    fixture.server.close();
    fixture.refused(fixture.server.mirror());

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && thread.getName().equals("voltad-feed-speed")) {
        thread.join(10_000);
        assertFalse(thread.isAlive());
      }
    }
  }

  @Test
  void nobodyListens_isUnreachable() throws Exception {
    URI gone;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    assertEquals(Kind.UNREACHABLE, fixture.refused(Mirror.ofFeed(gone)).kind());
  }
}

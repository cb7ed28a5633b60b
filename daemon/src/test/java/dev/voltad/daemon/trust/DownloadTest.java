package dev.voltad.daemon.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets and blobs: the right bytes or none, whatever was on the way. */
@Timeout(60)
class DownloadTest {
  private static final int SIZE = 300_000;

  private final byte[] content = new byte[SIZE];
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  @TempDir Path dir;
  private TrustFixture fixture;
  private Path to;
  private String path;

  @BeforeEach
  void open() throws IOException {
    new Random(1).nextBytes(content);
    fixture = new TrustFixture(dir);
    to = dir.resolve("file");
    String hash = Hashes.sha256(content);
    JsonObject hashes = JsonObject.EMPTY.with("sha256", hash);
    JsonObject target = JsonObject.EMPTY.with("length", SIZE).with("hashes", hashes);
    fixture.feed.edit("targets", t -> t.with("targets", JsonObject.EMPTY.with("b/a", target)));
    path = "targets/b/" + hash + ".a";
    fixture.feed.files.put(path, content);
    fixture.feed.publishTargets();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void download() throws TrustException {
    TrustedTargets trusted = fixture.refresh();
    trusted.download(trusted.target("b/a").orElseThrow(), to);
  }

  private Kind refused() {
    return assertThrows(TrustException.class, this::download).kind();
  }

  private void assertDownloaded() throws IOException {
    assertArrayEquals(content, Files.readAllBytes(to));
    assertEquals(Set.of(), TrustFixture.leftovers(dir));
  }

  /** Sends only so much, and breaks off. */
  private HttpHandler breakOffAfter(int bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, SIZE);
      exchange.getResponseBody().write(content, 0, bytes);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  private void noteRange(HttpExchange exchange) throws IOException {
    ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    FeedServer.answer(exchange, content);
  }

  @Test
  void download_right_isThereWhole() throws Exception {
    download();

    assertDownloaded();
  }

  @Test
  void download_presentAlready_isNotFetchedAgain() throws Exception {
    download();
    fixture.server.requests.clear();

    download();

    assertFalse(fixture.server.requests.contains(path));
  }

  @Test
  void download_otherFilePresent_isReplaced() throws Exception {
    Files.write(to, new byte[SIZE]);

    download();

    assertDownloaded();
  }

  /** Also one to the right bytes: it may lead to others tomorrow. */
  @ParameterizedTest(name = "to the right bytes: {0}")
  @ValueSource(booleans = {false, true})
  void download_linkInTheWay_isReplacedAndNotFollowed(boolean right) throws Exception {
    byte[] before = right ? content : "mine".getBytes(UTF_8);
    Path victim = Files.write(dir.resolve("victim"), before);
    Files.createSymbolicLink(to, victim);
    Files.createSymbolicLink(dir.resolve("file.part"), victim);

    download();

    assertDownloaded();
    assertArrayEquals(before, Files.readAllBytes(victim));
    assertFalse(Files.isSymbolicLink(to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"there is none", "it has the file's name"})
  void download_folderIsNotAsItMust_isAFailureOfTheDisk(String how) throws Exception {
    if (how.equals("there is none")) {
      to = dir.resolve("none/file");
    } else {
      Files.createDirectories(to.resolve("full"));
    }

    assertEquals(Kind.STORE, refused());
    assertEquals(Set.of(), TrustFixture.leftovers(dir));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "other bytes",
        "longer",
        "shorter",
        "shorter without a length",
        "longer without end",
        "missing"
      })
  void download_notTheFile_isRefusedAndLeavesNothing(String what) throws Exception {
    Files.writeString(to, "old");
    switch (what) {
      case "other bytes" -> fixture.feed.files.put(path, new byte[SIZE]);
      case "longer" -> fixture.feed.files.put(path, new byte[SIZE + 1]);
      case "shorter" -> fixture.feed.files.put(path, new byte[SIZE - 1]);
      case "shorter without a length" ->
          fixture.server.trick(
              path,
              exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(content, 0, SIZE - 1);
                exchange.getResponseBody().close();
              });
      case "missing" -> fixture.feed.files.remove(path);
      default ->
          fixture.server.trick(
              path,
              exchange -> {
                exchange.sendResponseHeaders(200, 0);
                while (true) {
                  exchange.getResponseBody().write(content);
                }
              });
    }

    assertEquals(what.equals("missing") ? Kind.NOT_FOUND : Kind.MISMATCH, refused());

    assertEquals(1, fixture.server.requests.stream().filter(path::equals).count());
    assertEquals("old", Files.readString(to));
    assertEquals(Set.of(), TrustFixture.leftovers(dir));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "Application/XHTML+XML"})
  void download_pageOfAPortal_isNoTampering(String type) throws Exception {
    fixture.server.trick(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          FeedServer.send(exchange, 200, "<html>".getBytes(UTF_8));
        });

    assertEquals(Kind.UNREACHABLE, refused());
  }

  @Test
  void download_brokenOff_goesOnInALaterRun() throws Exception {
    fixture.server.trick(path, breakOffAfter(SIZE / 3));
    assertEquals(Kind.UNREACHABLE, refused());
    long have = Files.size(dir.resolve("file.part"));
    fixture.server.trick(path, this::noteRange);

    download();

    assertDownloaded();
    assertTrue(have > 0 && have < SIZE);
    assertEquals(List.of("bytes=" + have + "-"), ranges);
  }

  @Test
  void download_brokenOff_goesOnWithAnotherMirror() throws Exception {
    try (FeedServer second = new FeedServer(fixture.feed.files)) {
      fixture.server.trick(path, breakOffAfter(SIZE / 2));
      second.trick(path, this::noteRange);
      TrustedTargets trusted = fixture.refresh(fixture.server.mirror(), second.mirror());

      trusted.download(trusted.target("b/a").orElseThrow(), to);

      assertDownloaded();
      assertTrue(ranges.get(0).matches("bytes=[1-9][0-9]*-"), ranges::toString);
    }
  }

  @Test
  void download_serverKnowsNoRanges_beginsAnew() throws Exception {
    Files.write(dir.resolve("file.part"), new byte[SIZE / 2]);
    fixture.server.trick(path, exchange -> FeedServer.send(exchange, 200, content));

    download();

    assertDownloaded();
  }

  /** A range beside the whole file says nothing. */
  @Test
  void download_wholeFileWithARange_isTakenWhole() throws Exception {
    fixture.server.trick(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 10-" + (SIZE - 1) + "/" + SIZE);
          FeedServer.send(exchange, 200, content);
        });

    download();

    assertDownloaded();
  }

  @ParameterizedTest(name = "of nothing else either: {0}")
  @CsvSource({"false, MISMATCH", "true, UNREACHABLE"})
  void download_noSuchRange_isAskedForAllOfItOnce(boolean always, Kind kind) throws Exception {
    Files.write(dir.resolve("file.part"), new byte[SIZE / 2]);
    fixture.feed.files.put(path, new byte[10]);
    if (always) {
      fixture.server.trick(path, exchange -> exchange.sendResponseHeaders(416, -1));
    }

    assertEquals(kind, refused());

    assertEquals(2, fixture.server.requests.stream().filter(path::equals).count());
  }

  @Test
  void download_partIsOfAnotherFile_beginsAnewByItself() throws Exception {
    Files.write(dir.resolve("file.part"), new byte[SIZE / 2]);
    fixture.server.trick(path, this::noteRange);

    download();

    assertDownloaded();
    assertEquals(List.of("bytes=" + SIZE / 2 + "-", "null"), ranges);
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {SIZE, SIZE + 10})
  void download_partIsTooLong_beginsAnew(int size) throws Exception {
    Files.write(dir.resolve("file.part"), new byte[size]);
    fixture.server.trick(path, this::noteRange);

    download();

    assertDownloaded();
    assertEquals(List.of("null"), ranges);
  }

  /** What came is no worse for it. */
  @Test
  void download_tooSlow_goesOnInALaterRun() throws Exception {
    fixture.speed = TrustFixture.IMPATIENT;
    CountDownLatch end = new CountDownLatch(1);
    fixture.server.trick(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, SIZE);
          exchange.getResponseBody().write(content, 0, SIZE / 2);
          exchange.getResponseBody().flush();
          awaitUninterrupted(end);
        });
    assertEquals(Kind.SLOW, refused());
    end.countDown();
    long have = Files.size(dir.resolve("file.part"));
    fixture.server.trick(path, this::noteRange);

    download();

    assertDownloaded();
    assertEquals(List.of("bytes=" + have + "-"), ranges);
  }

  private static void awaitUninterrupted(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is closed
    }
  }

  /** From a folder too only the rest is read: what came before is not as it was there any more. */
  @Test
  void download_brokenOff_goesOnFromAFolder() throws Exception {
    Path feed = dir.resolve("feed");
    byte[] spoiled = content.clone();
    Arrays.fill(spoiled, 0, SIZE / 2, (byte) 0);
    fixture.feed.files.put(path, spoiled);
    fixture.feed.writeTo(feed);
    Files.write(dir.resolve("file.part"), Arrays.copyOf(content, SIZE / 2));
    TrustedTargets trusted = fixture.refresh(Mirror.ofFeed(feed.toUri()));

    trusted.download(trusted.target("b/a").orElseThrow(), to);

    assertDownloaded();
  }

  @Test
  void download_otherRangeThanAskedFor_isNotPutTogether() throws Exception {
    Files.write(dir.resolve("file.part"), new byte[SIZE / 2]);
    fixture.server.trick(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/" + SIZE);
          FeedServer.send(exchange, 206, new byte[10]);
        });

    assertEquals(Kind.UNREACHABLE, refused());
    assertFalse(Files.exists(to));
  }

  @Test
  void download_partCannotBeRemoved_isToldToo() throws Exception {
    Files.createDirectories(dir.resolve("file.part/full"));

    TrustException e = assertThrows(TrustException.class, this::download);

    assertEquals(Kind.STORE, e.kind());
    assertEquals(1, e.getSuppressed().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", "a/../b", "a//b", "a/", ".", "..", ""})
  void download_nameThatLeadsElsewhere_isRefused(String name) throws Exception {
    Target target = new Target(name, SIZE, Map.of("sha256", Hashes.sha256(content)));
    TrustedTargets trusted = fixture.refresh();

    TrustException e = assertThrows(TrustException.class, () -> trusted.download(target, to));

    assertEquals(Kind.FORMAT, e.kind());
  }

  @Test
  void download_empty_isThere() throws Exception {
    fixture.feed.target("targets", "empty", "").publishTargets();
    TrustedTargets trusted = fixture.refresh();

    trusted.download(trusted.target("empty").orElseThrow(), to);

    assertEquals(0, Files.size(to));
  }

  @Test
  void download_bySha512_isVerified() throws Exception {
    Target wrong = new Target("b/a", SIZE, Map.of("sha512", "ab".repeat(64)));
    fixture.feed.files.put("targets/b/" + "ab".repeat(64) + ".a", content);
    TrustedTargets trusted = fixture.refresh();

    TrustException e = assertThrows(TrustException.class, () -> trusted.download(wrong, to));

    assertEquals(Kind.MISMATCH, e.kind());
  }
}

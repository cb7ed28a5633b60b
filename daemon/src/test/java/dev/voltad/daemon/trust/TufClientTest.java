package dev.voltad.daemon.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the public conformance suite. */
class TufClientTest {
  private static final String NOW = String.valueOf(TestFeed.NOW.getEpochSecond());

  @TempDir Path dir;
  private final TestFeed feed = new TestFeed();
  private FeedServer server;
  private Path trust;

  @BeforeEach
  void open() throws IOException {
    server = new FeedServer(feed.files);
    trust = Files.createDirectory(dir.resolve("metadata"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String time, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--metadata-dir", trust.toString(), "--time", time));
    all.addAll(List.of(arguments));
    return TufClient.run(all);
  }

  private int init() throws IOException {
    Path root = Files.write(dir.resolve("initial.json"), feed.root(1));
    return run(NOW, "init", root.toString());
  }

  private int refresh(String time) {
    return run(time, "--metadata-url", server.mirror().metadata().toString(), "refresh");
  }

  private int download(String... names) {
    List<String> arguments =
        new ArrayList<>(List.of("--metadata-url", server.mirror().metadata().toString()));
    for (String name : names) {
      arguments.addAll(List.of("--target-name", name));
    }
    arguments.addAll(
        List.of(
            "--target-base-url",
            server.mirror().targets().toString(),
            "--target-dir",
            dir.toString(),
            "download"));
    return run(NOW, arguments.toArray(String[]::new));
  }

  @Test
  void init_root_isKeptAndNobodyAsked() throws Exception {
    assertEquals(0, init());

    assertArrayEquals(feed.root(1), Files.readAllBytes(trust.resolve("root.json")));
    assertEquals(List.of(), server.requests);
  }

  @Test
  void init_rootNotSigned_isRefused() throws Exception {
    feed.signers.put("root", List.of());
    feed.publishAs("root", 1);

    assertEquals(1, init());
    assertEquals(1, refresh(NOW));

    assertEquals(List.of(), server.requests);
  }

  @Test
  void refresh_feed_isKept() throws Exception {
    init();

    assertEquals(0, refresh(NOW));

    for (String role : RoleName.TOP) {
      assertArrayEquals(feed.current(role), Files.readAllBytes(trust.resolve(role + ".json")));
    }
  }

  @Test
  void refresh_timeAfterExpiry_isRefused() throws Exception {
    init();

    assertEquals(1, refresh(String.valueOf(TestFeed.NOW.getEpochSecond() + 31 * 86_400)));

    assertFalse(Files.exists(trust.resolve("timestamp.json")));
  }

  /** A feed that ended long ago is fresh only if it is told that it is still then. */
  @Test
  void refresh_withoutATime_goesByTheSystemsClock() throws Exception {
    Instant end = Instant.parse("1990-01-01T00:00:00Z");
    RoleName.TOP.forEach(role -> feed.expires(role, end));
    feed.publish("root", "targets", "snapshot", "timestamp");
    init();
    String metadata = server.mirror().metadata().toString();
    List<String> arguments =
        List.of("--metadata-dir", trust.toString(), "--metadata-url", metadata, "refresh");

    assertEquals(1, TufClient.run(arguments));
    assertEquals(0, refresh(String.valueOf(end.getEpochSecond() - 1)));
    RoleName.TOP.forEach(role -> feed.expires(role, Instant.parse("9000-01-01T00:00:00Z")));
    feed.publish("root", "targets", "snapshot", "timestamp");
    assertEquals(0, TufClient.run(arguments));
  }

  @Test
  void download_withoutRefresh_refreshesFirst() throws Exception {
    feed.target("targets", "a/b", "one").target("targets", "c", "two").publishTargets();
    init();

    assertEquals(0, download("a/b", "c"));

    assertEquals("one", Files.readString(dir.resolve("a%2Fb")));
    assertEquals("two", Files.readString(dir.resolve("c")));
    assertTrue(Files.exists(trust.resolve("targets.json")));
  }

  @Test
  void download_unknownTarget_isRefusedAfterTheRefresh() throws Exception {
    init();

    assertEquals(1, download("nothing"));

    assertTrue(Files.exists(trust.resolve("targets.json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "refresh", "refresh x", "download", "init", "what", "--time"})
  void run_wrongArguments_isRefused(String arguments) {
    assertEquals(1, TufClient.run(List.of(arguments.split(" "))));
  }

  @Test
  void run_noArguments_isRefusedInOneLine() {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      assertEquals(1, TufClient.run(List.of()));
    } finally {
      System.setErr(before);
    }

    String usage = "tuf-client: usage: init ROOT | refresh | download; see docs\n";
    assertEquals(usage, said.toString(UTF_8));
  }

  /** Everything is there that one of the commands needs, but not what makes it that command. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "init",
        "init ROOT x",
        "what ROOT",
        "what",
        "refresh x",
        "--target-name a download x",
        "--target-name a what",
        "download"
      })
  void run_noneOfTheCommands_isRefusedAndChangesNothing(String words) throws Exception {
    feed.target("targets", "a", "content").publishTargets();
    init();
    feed.publish("root");
    Path root = Files.write(dir.resolve("other.json"), feed.root(2));
    String[] given = words.replace("ROOT", root.toString()).split(" ");
    List<String> arguments =
        new ArrayList<>(List.of("--metadata-url", server.mirror().metadata().toString()));
    arguments.addAll(List.of("--target-base-url", server.mirror().targets().toString()));
    arguments.addAll(List.of("--target-dir", dir.toString()));
    arguments.addAll(List.of(given));

    assertEquals(1, run(NOW, arguments.toArray(String[]::new)));

    assertArrayEquals(feed.root(1), Files.readAllBytes(trust.resolve("root.json")));
    assertEquals(List.of(), server.requests);
  }

  @Test
  void run_addressOfAnotherKind_isRefused() throws Exception {
    init();

    assertEquals(1, run(NOW, "--metadata-url", "http://example.org/", "refresh"));
  }
}

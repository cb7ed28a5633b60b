package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked about a name, in which order, and with whose keys. */
class DelegationTest {
  @TempDir Path dir;
  private TrustFixture fixture;
  private TestFeed feed;

  @BeforeEach
  void open() throws IOException {
    fixture = new TrustFixture(dir);
    feed = fixture.feed;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Edges {@code from>to}; {@code !} if terminating, {@code :glob} if not for everything. */
  private void build(String graph) {
    Set<String> roles = new TreeSet<>();
    for (String edge : graph.split(" ")) {
      String[] ends = edge.replaceAll("[!:].*", "").split(">");
      String glob = edge.contains(":") ? edge.substring(edge.indexOf(':') + 1) : "*";
      feed.delegate(ends[0], ends[1], edge.contains("!"), glob);
      roles.add(ends[1]);
    }
    roles.forEach(feed::publish);
    feed.publishTargets();
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        arguments("one", "targets>A", "A"),
        arguments("two", "targets>A targets>B", "A B"),
        arguments("two levels", "targets>A targets>B B>C", "A B C"),
        arguments("children before siblings", "targets>A targets>B A>C A>D", "A C D B"),
        arguments("three levels", "targets>A targets>B A>C C>D", "A C D B"),
        arguments("terminating ends the search", "targets>A targets>B A>C! A>D", "A C"),
        arguments("but not below it", "targets>A targets>B A>C! C>D", "A C D"),
        arguments("terminating at the top", "targets>A! targets>B", "A"),
        arguments("terminating for other names", "targets>A!:*.py targets>B", "B"),
        arguments("other names", "targets>A:*.py targets>B A>C", "B"),
        arguments("other names below", "targets>A targets>B A>C:*.py C>D", "A B"),
        arguments("cycle", "targets>A targets>B B>C C>D D>B", "A B C D"),
        arguments("to itself", "targets>A A>A", "A"),
        arguments("two delegators", "targets>A targets>B B>C A>C", "A C B"),
        arguments("one of two for other names", "targets>A targets>B B>C A>C:*.py", "A B C"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void target_nobodyHas_asksInOrder(String name, String graph, String order) throws Exception {
    build(graph);
    TrustedTargets trusted = fixture.refresh();
    fixture.server.requests.clear();

    assertEquals(Optional.empty(), trusted.target("missing"));

    assertEquals(
        Arrays.stream(order.split(" ")).map(role -> "metadata/1." + role + ".json").toList(),
        fixture.server.requests);
  }

  @ParameterizedTest(name = "{0} is of {1}")
  @CsvSource({
    "top,                 'top',  ''",
    "README.md,           'A',    'A'",
    "releases/x/x_v1,     'C',    'B C'",
    "releases/y/y_v1.zip, 'D',    'B D'",
    "releases/z/z_v1.zip, '',     'B'"
  })
  void target_tree_isFoundWhereItMayBe(String name, String content, String order) throws Exception {
    feed.target("targets", "top", "top");
    feed.delegate("targets", "A", false, "*.doc", "*.md");
    feed.delegate("targets", "B", false, "releases/*/*");
    feed.delegate("B", "C", false, "releases/x/*").delegate("B", "D", false, "releases/y/*.zip");
    feed.target("A", "README.md", "A").target("C", "releases/x/x_v1", "C");
    feed.target("D", "releases/y/y_v1.zip", "D").target("D", "releases/z/z_v1.zip", "D");
    feed.publish("A", "B", "C", "D").publishTargets();
    TrustedTargets trusted = fixture.refresh();
    fixture.server.requests.clear();

    Optional<Target> target = trusted.target(name);

    assertEquals(content.isEmpty(), target.isEmpty());
    assertEquals(
        order.isEmpty()
            ? List.of()
            : Arrays.stream(order.split(" ")).map(r -> "metadata/1." + r + ".json").toList(),
        fixture.server.requests);
    if (target.isPresent()) {
      trusted.download(target.get(), dir.resolve("file"));
      assertEquals(content, Files.readString(dir.resolve("file")));
    }
  }

  @Test
  void target_twoRolesHaveIt_theFirstWins() throws Exception {
    feed.delegate("targets", "A", false, "*").delegate("targets", "B", false, "*");
    feed.target("A", "x", "of A").target("B", "x", "of the other");
    feed.publish("A", "B").publishTargets();

    assertEquals(4, fixture.refresh().target("x").orElseThrow().length());
  }

  @Test
  void target_byHashPrefix_isFound() throws Exception {
    String hash = Hashes.sha256("bin/x".getBytes(StandardCharsets.UTF_8));
    feed.delegate("targets", "other", false, prefixes("g", hash.substring(1, 9)));
    feed.delegate("targets", "bin", false, prefixes("00000000", hash.substring(0, 2)));
    feed.target("other", "bin/x", "wrong").target("bin", "bin/x", "right one");
    feed.publish("other", "bin").publishTargets();

    assertEquals(9, fixture.refresh().target("bin/x").orElseThrow().length());
    assertTrue(!fixture.server.requests.contains("metadata/1.other.json"));
  }

  private static JsonObject prefixes(String... prefixes) {
    return JsonObject.EMPTY.with("path_hash_prefixes", TestFeed.texts(prefixes));
  }

  @ParameterizedTest(name = "{0} asked")
  @ValueSource(ints = {32, 33})
  void target_manyRoles_areBounded(int roles) throws Exception {
    for (int i = 0; i < roles; i++) {
      feed.delegate(i == 0 ? "targets" : "r" + (i - 1), "r" + i, false, "*");
    }
    feed.target("r" + (roles - 1), "x", "y");
    for (int i = 0; i < roles; i++) {
      feed.publish("r" + i);
    }
    TrustedTargets trusted = publishedTargets();

    if (roles == 32) {
      assertEquals(1, trusted.target("x").orElseThrow().length());
    } else {
      assertKind(Kind.TOO_LARGE, trusted, "x");
    }
  }

  private TrustedTargets publishedTargets() throws TrustException {
    feed.publishTargets();
    return fixture.refresh();
  }

  private static TrustException assertKind(Kind kind, TrustedTargets trusted, String name) {
    TrustException e = assertThrows(TrustException.class, () -> trusted.target(name));
    assertEquals(kind, e.kind(), e::getMessage);
    return e;
  }

  @Test
  void role_signedByAStranger_isRefused() throws Exception {
    feed.delegate("targets", "A", false, "*").publish("A").publishTargets();
    feed.signers.put("A", List.of(TestKey.ed25519()));
    feed.publish("A").publish("snapshot", "timestamp");

    assertEquals("A", assertKind(Kind.SIGNATURE, fixture.refresh(), "x").role());
  }

  /** What was verified through one delegator and kept is not right for another one. */
  @Test
  void role_keptThroughAnotherDelegator_isVerifiedAgain() throws Exception {
    feed.delegate("targets", "A", false, "a*").delegate("targets", "B", false, "b*");
    feed.delegate("A", "C", false, "*");
    List<TestKey> honest = feed.signers.put("C", List.of(TestKey.ed25519()));
    feed.delegate("B", "C", false, "*");
    feed.signers.put("C", honest);
    feed.target("C", "ax", "1").target("C", "bx", "1");
    feed.publish("A", "B", "C").publishTargets();
    TrustedTargets trusted = fixture.refresh();

    assertTrue(trusted.target("ax").isPresent());
    assertTrue(fixture.stored().contains("C.json"));

    assertKind(Kind.SIGNATURE, trusted, "bx");
  }

  @Test
  void role_kept_isNotFetchedAgain() throws Exception {
    feed.delegate("targets", "A", false, "*").target("A", "x", "1").publish("A").publishTargets();
    fixture.refresh().target("x");
    fixture.server.requests.clear();

    assertTrue(fixture.refresh().target("x").isPresent());

    assertEquals(
        List.of("metadata/2.root.json", "metadata/timestamp.json"), fixture.server.requests);
  }

  @Test
  void role_expired_isRefused() throws Exception {
    feed.delegate("targets", "A", false, "*").expiresInDays("A", 1).publish("A").publishTargets();
    fixture.refresh().target("x");
    fixture.now = TestFeed.NOW.plusSeconds(86_400);

    assertKind(Kind.EXPIRED, fixture.refresh(), "x");
  }

  @Test
  void role_notInTheSnapshot_isRefused() throws Exception {
    feed.delegate("targets", "A", false, "*").publishTargets();

    assertKind(Kind.MISMATCH, fixture.refresh(), "x");
  }

  /** A name is quoted for the request and for the file, and never leads out of the folder. */
  @ParameterizedTest
  @CsvSource({
    "?,                '%3F'",
    "#,                '%23'",
    "/delegatedrole,   '%2Fdelegatedrole'",
    "../delegatedrole, '..%2Fdelegatedrole'",
    "..,               '..'",
    "a b%2F,           'a%20b%252F'",
    "ü,                '%C3%BC'",
    "root.json,        'root.json'"
  })
  void role_oddName_isQuoted(String role, String quoted) throws Exception {
    feed.delegate("targets", role, false, "*").publish(role).publishTargets();

    assertEquals(Optional.empty(), fixture.refresh().target("missing"));

    assertTrue(fixture.server.requests.contains("metadata/1." + quoted + ".json"));
    assertEquals(
        Set.of("root.json", "timestamp.json", "snapshot.json", "targets.json", quoted + ".json"),
        fixture.stored());
    try (Stream<Path> all = Files.list(dir)) {
      assertEquals(1, all.count());
    }
  }
}

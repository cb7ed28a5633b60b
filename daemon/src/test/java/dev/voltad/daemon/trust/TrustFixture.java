package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** A feed, a server of it, and a client with its folder. The client's clock is ours. */
final class TrustFixture implements AutoCloseable {
  /** So that a slow server is found out in a moment; a busy machine may be slower than that. */
  static final Speed IMPATIENT = new Speed(1000, Duration.ofMillis(500));

  Speed speed = new Speed(1, Duration.ofSeconds(20));

  final TestFeed feed = new TestFeed();
  final FeedServer server;
  final Path folder;
  Instant now = TestFeed.NOW;
  SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
  StoreFiles files = new StoreFiles.OnDisk();

  /** Where the client begins. */
  List<byte[]> shipped = List.of(feed.root(1));

  TrustFixture(Path folder) throws IOException {
    this.folder = folder.resolve("trust");
    server = new FeedServer(feed.files);
  }

  TrustedTargets refresh() throws TrustException {
    return refresh(server.mirror());
  }

  TrustedTargets refresh(Mirror... mirrors) throws TrustException {
    return client(mirrors).refresh();
  }

  TrustedFeed client(Mirror... mirrors) {
    InstantSource clock = () -> now;
    Fetcher fetcher = new Fetcher(new Proxies(Map.of(), false), speed, tls);
    return new TrustedFeed(folder, shipped, List.of(mirrors), clock, fetcher, files);
  }

  TrustException refused(Mirror... mirrors) throws IOException {
    TrustException e = assertThrows(TrustException.class, () -> refresh(mirrors));
    assertEquals(Set.of(), leftovers(folder));
    return e;
  }

  /** Refuses for this reason, about this role, and leaves nothing half-done. */
  TrustException assertRefused(TrustException.Kind kind, String role) throws IOException {
    TrustException e = refused(server.mirror());
    assertEquals(kind + " " + role, e.kind() + " " + e.role(), e::getMessage);
    return e;
  }

  /** What only an unfinished write leaves. */
  static Set<String> leftovers(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".new") || name.endsWith(".part"))
          .collect(Collectors.toSet());
    }
  }

  /** For example {@code [root.json, timestamp.json]}. */
  Set<String> stored() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .forEach(names::add);
    }
    return names;
  }

  /** Of a stored file; 0 if there is none. */
  long version(String role) throws IOException, TrustException {
    Path file = folder.resolve(RoleName.file(role));
    return Files.exists(file)
        ? SignedFile.parse(role, Files.readAllBytes(file)).signed().number("version", 1)
        : 0;
  }

  /** As four numbers: root, timestamp, snapshot, targets. */
  List<Long> versions() throws IOException, TrustException {
    return List.of(version("root"), version("timestamp"), version("snapshot"), version("targets"));
  }

  /** The folder has what the feed has, byte for byte. */
  void assertCurrent() throws IOException {
    for (String role : RoleName.TOP) {
      assertArrayEquals(
          feed.current(role), Files.readAllBytes(folder.resolve(role + ".json")), role);
    }
    assertEquals(Set.of(), leftovers(folder));
  }

  @Override
  public void close() {
    server.close();
  }
}

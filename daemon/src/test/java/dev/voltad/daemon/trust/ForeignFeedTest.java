package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed that another implementation published: src/test/resources/feeds/python-tuf/WHY. */
class ForeignFeedTest {
  private static final Path FEED = Path.of("src/test/resources/feeds/python-tuf").toAbsolutePath();

  @TempDir Path dir;

  private TrustedTargets refresh(Path feed, Instant time) throws Exception {
    byte[] root = Files.readAllBytes(FEED.resolve("metadata/1.root.json"));
    List<Mirror> mirrors = List.of(Mirror.ofFeed(feed.toUri()));
    return TrustedFeed.shipped(dir.resolve("tuf"), List.of(root), mirrors, () -> time).refresh();
  }

  @Test
  void feed_ofPythonTuf_isReadWhole() throws Exception {
    TrustedTargets trusted = refresh(FEED, TestFeed.NOW);

    assertEquals(
        Map.of("root", 2L, "timestamp", 1L, "snapshot", 1L, "targets", 1L), trusted.versions());
    trusted.download(trusted.target("file.txt").orElseThrow(), dir.resolve("a"));
    trusted.download(trusted.target("dir/file.bin").orElseThrow(), dir.resolve("b"));
    assertEquals("from the top\n", Files.readString(dir.resolve("a")));
    assertEquals(64, Files.size(dir.resolve("b")));
    assertTrue(trusted.target("dir/other").isEmpty());
  }

  @Test
  void feed_tenYearsLater_hasExpired() {
    TrustException e =
        assertThrows(
            TrustException.class, () -> refresh(FEED, Instant.parse("2036-01-01T00:00:00Z")));

    assertEquals(Kind.EXPIRED, e.kind());
  }

  /** Each byte of the signed text matters, wherever it is. */
  @Test
  void feed_oneByteChanged_isRefused() throws Exception {
    for (String name : List.of("2.root", "timestamp", "1.snapshot", "1.targets")) {
      Path copy = dir.resolve("copy of " + name);
      copyTo(copy);
      Path file = copy.resolve("metadata/" + name + ".json");
      String text = Files.readString(file);
      Files.writeString(file, text.replace("2036-01-01", "2036-01-02"));
      assertFalse(text.equals(Files.readString(file)));

      TrustException e =
          assertThrows(TrustException.class, () -> refresh(copy, TestFeed.NOW), name);

      assertTrue(e.kind().isTampering(), e::getMessage);
      assertEquals(name.replaceAll("[0-9]\\.", ""), e.role());
    }
  }

  private static void copyTo(Path copy) throws IOException {
    try (Stream<Path> all = Files.walk(FEED)) {
      for (Path path : all.toList()) {
        Path to = copy.resolve(FEED.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.copy(path, to);
        }
      }
    }
  }
}

package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A feed in a folder, for example on a stick. */
@Timeout(60)
class FolderTest {
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
  void folder_asAMirror_isRead() throws Exception {
    Path feed = dir.resolve("a feed");
    fixture.feed.target("targets", "a b/ü", "content").publishTargets().writeTo(feed);
    Mirror mirror = Mirror.ofFeed(feed.toUri());

    TrustedTargets trusted = fixture.refresh(mirror);

    fixture.assertCurrent();
    Path encoded = feed.resolve("targets");
    assertTrue(Files.exists(encoded));
    trusted.download(trusted.target("a b/ü").orElseThrow(), dir.resolve("u"));
    assertEquals("content", Files.readString(dir.resolve("u")));
  }

  @Test
  void folder_aPipeInIt_isNotWaitedFor() throws Exception {
    Path feed = dir.resolve("feed");
    fixture.feed.writeTo(feed);
    Path pipe = feed.resolve("metadata/timestamp.json");
    Files.delete(pipe);
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    assertEquals(Kind.UNREACHABLE, fixture.refused(Mirror.ofFeed(feed.toUri())).kind());
  }

  /** {@code ..%2F} in the address of a file would be another folder's. */
  @Test
  void folder_roleWithASlash_staysInside() throws Exception {
    Path feed = dir.resolve("feed");
    fixture.feed.delegate("targets", "/../../outside", false, "*").publish("/../../outside");
    fixture.feed.publishTargets().writeTo(feed);
    Files.copy(feed.resolve("metadata/1.%2F..%2F..%2Foutside.json"), dir.resolve("outside.json"));

    TrustedTargets trusted = fixture.refresh(Mirror.ofFeed(feed.toUri()));

    TrustException e = assertThrows(TrustException.class, () -> trusted.target("x"));
    assertEquals(Kind.NOT_FOUND, e.kind());
  }
}

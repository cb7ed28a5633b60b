package dev.voltad.daemon.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
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
    Path role = feed.resolve("metadata/1.%2F..%2F..%2Foutside.json");
    Files.move(role, feed.resolve("outside.json"));
    Files.createDirectory(feed.resolve("metadata/1."));

    TrustedTargets trusted = fixture.refresh(Mirror.ofFeed(feed.toUri()));

    TrustException e = assertThrows(TrustException.class, () -> trusted.target("x"));
    assertEquals(Kind.NOT_FOUND, e.kind());
  }

  /**
   * Only at the start of a file is {@code <} that of a page; here it is also where a block ends.
   */
  @Test
  void folder_fileOfManyBlocks_isNoPage() throws Exception {
    Path feed = dir.resolve("feed");
    JsonValue many = JsonValue.JsonList.ofTexts(Collections.nCopies(9, "<".repeat(30_000)));
    fixture.feed.edit("targets", t -> t.with("x", many));
    fixture.feed.publishTargets().writeTo(feed);

    fixture.refresh(Mirror.ofFeed(feed.toUri()));

    fixture.assertCurrent();
  }

  @Test
  void folder_blocksOfBlanks_areNoMetadata() throws Exception {
    Path feed = dir.resolve("feed");
    fixture.feed.withoutHashes().publishTargets();
    fixture.feed.put("targets", 2, " ".repeat(3 << 16).getBytes(UTF_8));
    fixture.feed.writeTo(feed);

    assertEquals(Kind.FORMAT, fixture.refused(Mirror.ofFeed(feed.toUri())).kind());
  }

  /** What we have of it already is longer than what is there. */
  @Test
  void folder_targetIsAnother_isMismatch() throws Exception {
    Path feed = dir.resolve("feed");
    fixture.feed.target("targets", "a", "content").publishTargets();
    fixture.feed.files.replaceAll((path, old) -> isTarget(path) ? "no".getBytes(UTF_8) : old);
    fixture.feed.writeTo(feed);
    TrustedTargets trusted = fixture.refresh(Mirror.ofFeed(feed.toUri()));
    Target target = trusted.target("a").orElseThrow();
    Files.writeString(dir.resolve("a.part"), "cont");

    TrustException e =
        assertThrows(TrustException.class, () -> trusted.download(target, dir.resolve("a")));

    assertEquals(Kind.MISMATCH, e.kind());
  }

  private static boolean isTarget(String path) {
    return path.startsWith("targets/");
  }

  /** A stick can be taken out afterwards. */
  @Test
  void folder_read_isLetGoOf() throws Exception {
    Path feed = dir.resolve("feed");
    fixture.feed.target("targets", "a", "content").publishTargets().writeTo(feed);
    TrustedTargets trusted = fixture.refresh(Mirror.ofFeed(feed.toUri()));
    trusted.download(trusted.target("a").orElseThrow(), dir.resolve("a"));

    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        assertFalse(target(descriptor).startsWith(feed.toRealPath()), descriptor::toString);
      }
    }
  }

  /** Empty if it was closed meanwhile: one of them is that of the list. */
  private static Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException e) {
      return Path.of("");
    }
  }
}

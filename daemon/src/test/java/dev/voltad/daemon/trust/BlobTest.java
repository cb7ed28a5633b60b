package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that only targets name; how they come is {@link DownloadTest}'s. */
@Timeout(60)
class BlobTest {
  private static final int SIZE = 300_000;

  private final byte[] content = new byte[SIZE];
  @TempDir Path dir;
  private TrustFixture fixture;
  private Path to;

  @BeforeEach
  void open() throws IOException {
    new Random(1).nextBytes(content);
    fixture = new TrustFixture(dir);
    to = dir.resolve("file");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void blob_right_isThere() throws Exception {
    String hash = Hashes.sha256(content);
    fixture.feed.files.put("blobs/" + hash.substring(0, 2) + "/" + hash + ".gz", content);

    fixture.refresh().downloadBlob(hash, SIZE, to);

    assertArrayEquals(content, Files.readAllBytes(to));
    assertEquals(Set.of(), TrustFixture.leftovers(dir));
  }

  @Test
  void blob_empty_isThere() throws Exception {
    String hash = Hashes.sha256(new byte[0]);
    fixture.feed.files.put("blobs/" + hash.substring(0, 2) + "/" + hash + ".gz", new byte[0]);

    fixture.refresh().downloadBlob(hash, 0, to);

    assertEquals(0, Files.size(to));
  }

  @Test
  void blob_notAHashOrLength_isAMistakeOfOurs() throws Exception {
    TrustedTargets trusted = fixture.refresh();
    String hash = Hashes.sha256(content);

    for (String wrong : List.of("", hash.substring(1), hash + "0", hash.replaceAll(".", "A"))) {
      assertThrows(
          IllegalArgumentException.class, () -> trusted.downloadBlob(wrong, SIZE, to), wrong);
    }
    assertThrows(IllegalArgumentException.class, () -> trusted.downloadBlob(hash, -1, to));
  }
}

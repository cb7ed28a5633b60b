package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.protocol.release.TreeEntry;
import dev.voltad.protocol.release.TreeManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that are signed and lie: what is written is what the manifest says, or nothing is used. */
class StagerTest {
  @TempDir Path dir;

  private Path blob(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return Files.write(dir.resolve("blob"), bytes.toByteArray());
  }

  private static TreeEntry entry(byte[] content, long size) throws Exception {
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    String json =
        """
        {"schema":1,"version":"1.0.0","platform":"test","files":[
        {"path":"bin/x","mode":"0755","size":%d,"sha256":"%s"}]}"""
            .formatted(size, hash);
    return TreeManifest.parse(json.getBytes(StandardCharsets.UTF_8)).files().get(0);
  }

  @Test
  void unpack_asPromised_hasItsMode() throws Exception {
    byte[] content = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);
    Path to = dir.resolve("x");
    Stager.unpack(blob(content), entry(content, content.length), to);
    assertArrayEquals(content, Files.readAllBytes(to));
    assertTrue(Files.isExecutable(to));
  }

  @Test
  void unpack_bomb_writesNoMoreThanPromised() throws Exception {
    byte[] bomb = new byte[64 << 20];
    Path to = dir.resolve("x");
    IOException why =
        assertThrows(IOException.class, () -> Stager.unpack(blob(bomb), entry(bomb, 1000), to));
    assertEquals("bin/x is larger than its manifest says", why.getMessage());
    assertTrue(Files.size(to) <= 1000);
  }

  @Test
  void unpack_shortOrOther_refused() throws Exception {
    byte[] content = new byte[100];
    byte[] other = new byte[100];
    other[7] = 1;
    assertRefused(content, entry(content, 101));
    assertRefused(other, entry(content, 100));
  }

  @Test
  void unpack_noGzip_refused() throws Exception {
    Path blob = Files.writeString(dir.resolve("blob"), "<html>");
    TreeEntry entry = entry(new byte[6], 6);
    assertThrows(IOException.class, () -> Stager.unpack(blob, entry, dir.resolve("x")));
  }

  private void assertRefused(byte[] content, TreeEntry entry) throws IOException {
    Path to = Files.createTempDirectory(dir, "to").resolve("x");
    IOException why =
        assertThrows(IOException.class, () -> Stager.unpack(blob(content), entry, to));
    assertEquals("bin/x is not what its manifest says", why.getMessage());
  }
}

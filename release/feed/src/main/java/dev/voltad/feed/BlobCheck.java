package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustedTargets;
import dev.voltad.protocol.release.Blob;
import dev.voltad.protocol.release.TreeEntry;
import dev.voltad.protocol.release.TreeManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Fetches blobs and unpacks them: each is what the manifest says, no byte more. */
final class BlobCheck {
  private static final int BLOCK_BYTES = 1 << 16;

  private final TrustedTargets trusted;
  private final Path scratch;
  private final Set<String> seen = new HashSet<>();

  BlobCheck(TrustedTargets trusted, Path scratch) {
    this.trusted = trusted;
    this.scratch = scratch;
  }

  /**
   * @return how many of its blobs had not been looked at before
   * @throws IOException if one is not what the manifest says
   */
  int require(TreeManifest manifest) throws TrustException, IOException {
    int fresh = 0;
    for (TreeEntry entry : manifest.files()) {
      if (entry.link().isEmpty()) {
        Blob blob = entry.blob().orElseThrow(() -> new IOException("no blob of " + entry.path()));
        // The same compressed bytes may stand for other content in a wrong manifest.
        if (seen.add(blob.sha256() + " " + entry.sha256().orElseThrow())) {
          require(entry, blob);
          fresh++;
        }
      }
    }
    return fresh;
  }

  private void require(TreeEntry entry, Blob blob) throws TrustException, IOException {
    Path file = scratch.resolve("blob");
    Files.deleteIfExists(file);
    trusted.downloadBlob(blob.sha256(), blob.size(), file);
    MessageDigest digest = digest();
    long left = entry.size().orElseThrow();
    byte[] block = new byte[BLOCK_BYTES];
    try (InputStream content = new GZIPInputStream(Files.newInputStream(file), BLOCK_BYTES)) {
      for (int n = content.read(block); n >= 0 && left >= 0; n = content.read(block)) {
        digest.update(block, 0, n);
        left -= n;
      }
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    if (left != 0 || !hash.equals(entry.sha256().orElseThrow())) {
      throw new IOException("the blob of " + entry.path() + " has other content");
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

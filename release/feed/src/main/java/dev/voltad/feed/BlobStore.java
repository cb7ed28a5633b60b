package dev.voltad.feed;

import dev.voltad.protocol.release.Blob;
import dev.voltad.protocol.release.TreeEntry;
import dev.voltad.protocol.release.TreeManifest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The files of release trees, each compressed on its own and named by the hash of that, so a file
 * that two releases share is there once. The same file gives the same bytes each time: gzip has no
 * time and no name in it, and one level.
 */
final class BlobStore {
  private static final String UNFINISHED = FeedFolder.WORK + "blob.new";
  private static final int BLOCK_BYTES = 1 << 16;

  private final FeedFolder feed;

  BlobStore(FeedFolder feed) {
    this.feed = feed;
  }

  /** Where a blob is, for example {@code blobs/1f/1f3a….gz}. */
  static String path(Blob blob) {
    return FeedFolder.BLOBS + blob.sha256().substring(0, 2) + "/" + blob.sha256() + ".gz";
  }

  /**
   * Puts all files of a tree into the feed.
   *
   * @return the manifest as a feed has it
   * @throws IOException if a file is not what the manifest says, or cannot be written; blobs that
   *     are there already stay
   */
  TreeManifest put(Path tree, TreeManifest manifest) throws IOException {
    List<TreeEntry> files = new ArrayList<>();
    for (TreeEntry entry : manifest.files()) {
      files.add(entry.link().isPresent() ? entry : entry.withBlob(Optional.of(put(tree, entry))));
    }
    return TreeManifest.of(manifest.version(), manifest.platform(), files);
  }

  private Blob put(Path tree, TreeEntry entry) throws IOException {
    MessageDigest content = digest();
    MessageDigest compressed = digest();
    Path file = tree.resolve(entry.path());
    Path unfinished = feed.path(UNFINISHED);
    feed.disk()
        .write(
            unfinished,
            to -> compress(file, content, new DigestOutputStream(to, compressed)),
            false);
    if (!hex(content).equals(entry.sha256().orElseThrow())) {
      throw new IOException(file + " has just been changed");
    }
    Blob blob = new Blob(hex(compressed), Files.size(unfinished));
    Path place = feed.path(path(blob));
    if (!Files.exists(place) || Files.size(place) != blob.size()) {
      // One of another size is a damaged disk's: its name says what it should be.
      if (!Files.isDirectory(place.getParent())) {
        feed.disk().makeFolder(place.getParent());
      }
      feed.disk().rename(unfinished, place);
      feed.disk().sync(place.getParent());
    } else {
      feed.disk().delete(unfinished);
    }
    return blob;
  }

  private static void compress(Path file, MessageDigest content, OutputStream to)
      throws IOException {
    // Whoever gave us the stream closes it, after having synced it.
    Gzip gzip = new Gzip(new Unclosed(to));
    try (gzip;
        DigestOutputStream plain = new DigestOutputStream(gzip, content)) {
      Files.copy(file, plain);
    }
  }

  /** Java's gzip writes neither time nor name; only its level can be set from below. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream to) throws IOException {
      super(to, BLOCK_BYTES);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** Ends nothing but itself. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream to) {
      super(to);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}

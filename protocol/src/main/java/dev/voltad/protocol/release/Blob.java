package dev.voltad.protocol.release;

/**
 * A file as a feed keeps it: compressed with gzip, under the hash of what that gives.
 *
 * @param sha256 of the compressed bytes, 64 lower-case hexadecimal digits
 * @param size of these, at most a little more than a file may have
 */
public record Blob(String sha256, long size) {
  /** What gzip adds to bytes that it cannot compress is far less. */
  private static final long MAX_BYTES = TreeEntry.MAX_BYTES + (1L << 20);

  public Blob {
    if (sha256 == null || !sha256.matches("[0-9a-f]{64}") || size < 0 || size > MAX_BYTES) {
      throw new IllegalArgumentException("not a blob: " + sha256 + " of " + size + " bytes");
    }
  }
}

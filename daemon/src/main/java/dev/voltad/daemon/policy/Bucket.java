package dev.voltad.daemon.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where a home stands in the queue for a release: a number from 0 to 9,999 that nobody but the home
 * itself knows. It depends on the rollout's salt, so each release is tried first by others.
 */
public final class Bucket {
  /** How many there are. */
  public static final int COUNT = 10_000;

  private Bucket() {}

  /**
   * The first 32 bits of SHA-256(salt ‖ install id), modulo {@link #COUNT}.
   *
   * @param installId random, made once per home and never sent
   */
  public static int of(String salt, String installId) {
    byte[] hash = sha256((salt + installId).getBytes(StandardCharsets.UTF_8));
    return Integer.remainderUnsigned(ByteBuffer.wrap(hash).getInt(), COUNT);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}

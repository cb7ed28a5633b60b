package dev.voltad.daemon.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hashes that a document promises of a file. Those that we know must all be right; others are
 * left to clients that know them.
 *
 * @param known from {@code sha256} and {@code sha512} to lower-case hexadecimal digits; never
 *     empty; SHA-256 first if it is there
 */
public record Hashes(Map<String, String> known) {
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha256", "SHA-256", "sha512", "SHA-512");

  static Hashes parse(Fields parent) throws TrustException {
    Map<String, String> all = parent.object("hashes").texts();
    Map<String, String> known = new LinkedHashMap<>();
    for (String name : ALGORITHMS.keySet()) {
      String hex = all.get(name);
      if (hex != null) {
        int digits = digest(name).getDigestLength() * 2;
        if (!hex.matches("[0-9a-f]{" + digits + "}")) {
          throw parent.wrong("hashes." + name, digits + " hexadecimal digits");
        }
        known.put(name, hex);
      }
    }
    if (known.isEmpty()) {
      throw parent.wrong("hashes", "a set of hashes with SHA-256 or SHA-512");
    }
    return of(known);
  }

  /** SHA-256 first if it is there. */
  static Hashes of(Map<String, String> hashes) {
    Map<String, String> sorted = new TreeMap<>(hashes);
    return new Hashes(Collections.unmodifiableMap(sorted));
  }

  /** The one that is in the name of a file of a consistent snapshot. */
  String first() {
    return known.values().iterator().next();
  }

  boolean match(byte[] bytes) {
    Running running = start();
    running.update(bytes, bytes.length);
    return running.matches();
  }

  Running start() {
    return new Running(known);
  }

  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest("sha256").digest(bytes));
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(ALGORITHMS.get(name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  /** Hashes over bytes as they come. Owned by one thread. */
  static final class Running {
    private final Map<String, String> wanted;
    private final Map<String, MessageDigest> digests = new LinkedHashMap<>();

    private Running(Map<String, String> wanted) {
      this.wanted = wanted;
      wanted.keySet().forEach(name -> digests.put(name, digest(name)));
    }

    void update(byte[] block, int length) {
      digests.values().forEach(digest -> digest.update(block, 0, length));
    }

    /** Ends the sum. */
    boolean matches() {
      Map<String, String> found = new LinkedHashMap<>();
      digests.forEach((name, d) -> found.put(name, HexFormat.of().formatHex(d.digest())));
      return found.equals(wanted);
    }
  }
}

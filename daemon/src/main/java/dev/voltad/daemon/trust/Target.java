package dev.voltad.daemon.trust;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * One file that a feed's publisher vouches for.
 *
 * @param name for example {@code channels/stable.json}; anything at all, so never a path on disk
 * @param length in bytes
 * @param hashes by {@code sha256} or {@code sha512}, lower-case hexadecimal; at least one of them
 */
public record Target(String name, long length, Map<String, String> hashes) {
  private static final Set<String> ODD_PARTS = Set.of("", ".", "..");

  public Target {
    hashes = Map.copyOf(hashes);
  }

  static Target parse(String name, Fields fields) throws TrustException {
    return new Target(name, fields.number("length", 0), Hashes.parse(fields).known());
  }

  /** Those that must be right. */
  Hashes known() {
    return Hashes.of(hashes);
  }

  /** Whether the name can be asked for: in a URL, empty parts and dots would be another name. */
  boolean hasPlainName() {
    return Arrays.stream(name.split("/", -1)).noneMatch(ODD_PARTS::contains);
  }

  /** Where it is below {@code targets/}, for example {@code channels/<hash>.stable.json}. */
  public String path(boolean consistent) {
    int slash = name.lastIndexOf('/') + 1;
    String hash = consistent ? known().first() + "." : "";
    return PercentCode.encodePath(name.substring(0, slash) + hash + name.substring(slash));
  }
}

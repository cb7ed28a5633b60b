package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may sign a role, as its delegator says.
 *
 * @param threshold how many different keys must have signed, at least 1
 * @param keys by id; ids without a key that we can verify with are not there
 */
public record RoleKeys(long threshold, Map<String, TrustKey> keys) {
  public RoleKeys {
    keys = Map.copyOf(keys);
  }

  /** All keys of a delegator, by id; those of unknown kinds are left out. */
  public static Map<String, TrustKey> parseAll(Fields keys) throws TrustException {
    Map<String, TrustKey> all = new LinkedHashMap<>();
    for (Map.Entry<String, Fields> entry : keys.objects().entrySet()) {
      Fields key = entry.getValue();
      String keyType = key.text("keytype");
      String scheme = key.text("scheme");
      Optional<TrustKey> known = TrustKey.parse(keyType, scheme, publicText(key.object("keyval")));
      known.ifPresent(found -> all.put(entry.getKey(), found));
    }
    return all;
  }

  /** The value of a type that we do not know may be anything, or nothing. */
  private static String publicText(Fields value) {
    return value.object().fields().get("public") instanceof JsonValue.JsonString text
        ? text.text()
        : "";
  }

  /**
   * @param role with {@code keyids} and {@code threshold}
   * @param all the keys of the delegator
   */
  public static RoleKeys parse(Fields role, Map<String, TrustKey> all) throws TrustException {
    List<String> ids = role.texts("keyids");
    Map<String, TrustKey> keys = new LinkedHashMap<>();
    for (String id : ids) {
      if (all.containsKey(id)) {
        keys.put(id, all.get(id));
      }
    }
    if (new HashSet<>(ids).size() != ids.size()) {
      throw role.wrong("keyids", "a list of different ids");
    }
    return new RoleKeys(role.number("threshold", 1), keys);
  }

  /**
   * Counts keys, not ids: one key under two ids counts once.
   *
   * @throws TrustException {@link Kind#SIGNATURE} if fewer than the threshold have signed
   */
  void require(SignedFile file) throws TrustException {
    int signers = signers(file).size();
    if (signers < threshold) {
      throw TrustException.of(
          Kind.SIGNATURE,
          file.signed().role(),
          "signed by " + signers + " of its keys, " + threshold + " are needed");
    }
  }

  /** Those of the keys that have signed it; what is no right signature counts for nothing. */
  public Set<TrustKey> signers(SignedFile file) {
    byte[] message = file.message();
    Set<TrustKey> signers = new HashSet<>();
    for (Map.Entry<String, byte[]> signature : file.signatures().entrySet()) {
      TrustKey key = keys.get(signature.getKey());
      if (key != null && key.verifies(message, signature.getValue())) {
        signers.add(key);
      }
    }
    return signers;
  }

  /** Whether a key of these is none of those any more. */
  boolean wereRotatedIn(RoleKeys later) {
    return !Set.copyOf(later.keys.values()).containsAll(keys.values());
  }
}

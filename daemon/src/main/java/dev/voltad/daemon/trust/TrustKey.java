package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;

/**
 * A public key of one of the schemes that we verify. Two are equal if they are the same key,
 * whatever their ids and however they were written down: thresholds count keys, not names.
 * Immutable.
 */
public final class TrustKey {
  private final KeyScheme scheme;
  private final PublicKey key;
  private final byte[] encoded;

  private TrustKey(KeyScheme scheme, PublicKey key) {
    this.scheme = scheme;
    this.key = key;
    encoded = key.getEncoded();
  }

  /**
   * Of what a publisher has.
   *
   * @param key Ed25519, EC on P-256, or RSA of 2048 to 8192 bits
   * @throws IllegalArgumentException if it is another one
   */
  public static TrustKey of(PublicKey key) throws GeneralSecurityException {
    for (KeyScheme scheme : KeyScheme.values()) {
      if (scheme.fits(key)) {
        return new TrustKey(scheme, key);
      }
    }
    throw new IllegalArgumentException("no key that a feed may be signed with: " + key);
  }

  /**
   * Reads a key as {@code root.json} and delegations have it.
   *
   * @return empty if its type or scheme is none of ours, or it is no key of that type: it verifies
   *     nothing and harms nothing, so a feed may have keys for clients of another day
   */
  static Optional<TrustKey> parse(String keyType, String schemeId, String value) {
    for (KeyScheme scheme : KeyScheme.values()) {
      if (scheme.is(keyType, schemeId)) {
        try {
          PublicKey key = scheme.read(value);
          return scheme.fits(key) ? Optional.of(new TrustKey(scheme, key)) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** As metadata has it: {@code keytype}, {@code scheme} and {@code keyval}. */
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("keytype", scheme.keyType())
        .with("scheme", scheme.id())
        .with("keyval", JsonObject.EMPTY.with("public", scheme.write(key)));
  }

  /** 64 hexadecimal digits: the SHA-256 of the canonical form of {@link #toJson}. */
  public String id() {
    return Hashes.sha256(CanonicalJson.of(toJson()));
  }

  /** Whether the holder of this key signed the message; false for what is no signature at all. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = scheme.signature();
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // the JDK's way to say that the bytes are no signature
    }
  }

  /**
   * Signs as this key's scheme wants it, for a publisher.
   *
   * @param secret the other half of this key
   */
  public byte[] sign(PrivateKey secret, byte[] message) throws GeneralSecurityException {
    Signature signer = scheme.signature();
    signer.initSign(secret);
    signer.update(message);
    return signer.sign();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustKey that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return scheme.id() + " " + id();
  }
}

package dev.voltad.daemon.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;

/** A key with its secret half. */
record TestKey(TrustKey key, KeyPair pair) {

  static TestKey ed25519() {
    return generate("Ed25519", 0);
  }

  static TestKey ecdsa() {
    return generate("EC", 256);
  }

  static TestKey rsa() {
    return generate("RSA", 2048);
  }

  private static TestKey generate(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else if (bits > 0) {
        generator.initialize(bits);
      }
      KeyPair pair = generator.generateKeyPair();
      return new TestKey(TrustKey.of(pair.getPublic()), pair);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String id() {
    return key.id();
  }

  /** Hexadecimal, as in metadata. */
  String sign(byte[] message) {
    try {
      return HexFormat.of().formatHex(key.sign(pair.getPrivate(), message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

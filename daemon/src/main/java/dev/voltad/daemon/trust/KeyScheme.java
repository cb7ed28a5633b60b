package dev.voltad.daemon.trust;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A scheme of the specification (1.0.34, section 4.2), and the key types that may have it. Keys are
 * hexadecimal digits for Ed25519 and PEM for the others.
 */
enum KeyScheme {
  ED25519("ed25519", "Ed25519", "ed25519"),
  ECDSA_P256("ecdsa-sha2-nistp256", "SHA256withECDSA", "ecdsa", "ecdsa-sha2-nistp256"),
  RSA_PSS("rsassa-pss-sha256", "RSASSA-PSS", "rsa");

  private static final int SHA256_BYTES = 32;
  private static final int ED25519_BYTES = 32;

  /** What the X.509 form of every Ed25519 key begins with (RFC 8410). */
  private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int MIN_RSA_BITS = 2048;

  /** A larger one takes longer to verify with than it may. */
  private static final int MAX_RSA_BITS = 8192;

  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);
  private static final int MAX_EXPONENT_BITS = 32;

  private static final int MAX_PEM = 4 << 10;
  private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String PEM_END = "-----END PUBLIC KEY-----";

  private final String id;
  private final String algorithm;
  private final List<String> keyTypes;

  KeyScheme(String id, String algorithm, String... keyTypes) {
    this.id = id;
    this.algorithm = algorithm;
    this.keyTypes = List.of(keyTypes);
  }

  /** As in metadata, for example {@code rsassa-pss-sha256}. */
  String id() {
    return id;
  }

  /** The one that a publisher writes. */
  String keyType() {
    return keyTypes.get(0);
  }

  boolean is(String keyType, String scheme) {
    return id.equals(scheme) && keyTypes.contains(keyType);
  }

  /**
   * @throws GeneralSecurityException or
   * @throws IllegalArgumentException if it is no key of this type
   */
  PublicKey read(String value) throws GeneralSecurityException {
    return switch (this) {
      case ED25519 -> KeyFactory.getInstance("Ed25519").generatePublic(fromRaw(value));
      case ECDSA_P256 -> KeyFactory.getInstance("EC").generatePublic(fromPem(value));
      case RSA_PSS -> KeyFactory.getInstance("RSA").generatePublic(fromPem(value));
    };
  }

  /** Whether it is a key for this scheme, neither too weak nor too costly. */
  boolean fits(PublicKey key) throws GeneralSecurityException {
    return switch (this) {
      case ED25519 -> isEd25519(key.getEncoded());
      case ECDSA_P256 -> key instanceof ECPublicKey ec && isP256(ec.getParams());
      case RSA_PSS -> key instanceof RSAPublicKey rsa && isUsual(rsa);
    };
  }

  String write(PublicKey key) {
    byte[] whole = key.getEncoded();
    if (this == ED25519) {
      return HexFormat.of().formatHex(whole, ED25519_HEAD.length, whole.length);
    }
    byte[] lineBreak = {'\n'};
    String base64 = Base64.getMimeEncoder(64, lineBreak).encodeToString(whole);
    return PEM_BEGIN + "\n" + base64 + "\n" + PEM_END + "\n";
  }

  /** The JDK's, ready to sign or to verify. */
  Signature signature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    if (this == RSA_PSS) {
      // As securesystemslib signs: the salt is as long as the hash.
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SHA256_BYTES, 1));
    }
    return signature;
  }

  private static X509EncodedKeySpec fromRaw(String hex) {
    byte[] raw = HexFormat.of().parseHex(hex);
    if (raw.length != ED25519_BYTES) { // the JDK overlooks what is too much
      throw new IllegalArgumentException("not 32 bytes");
    }
    byte[] whole = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + ED25519_BYTES);
    System.arraycopy(raw, 0, whole, ED25519_HEAD.length, ED25519_BYTES);
    return new X509EncodedKeySpec(whole);
  }

  private static boolean isEd25519(byte[] whole) {
    int head = ED25519_HEAD.length;
    return whole.length == head + ED25519_BYTES
        && Arrays.equals(whole, 0, head, ED25519_HEAD, 0, head);
  }

  private static boolean isUsual(RSAPublicKey key) {
    return key.getModulus().bitLength() >= MIN_RSA_BITS
        && key.getModulus().bitLength() <= MAX_RSA_BITS
        && key.getPublicExponent().compareTo(LEAST_EXPONENT) >= 0
        && key.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
  }

  private static X509EncodedKeySpec fromPem(String pem) {
    String text = pem.strip();
    if (text.length() > MAX_PEM || !text.startsWith(PEM_BEGIN)) {
      throw new IllegalArgumentException("not a public key in PEM");
    }
    String rest = text.substring(PEM_BEGIN.length()); // in which the end may not share a dash
    if (!rest.endsWith(PEM_END)) {
      throw new IllegalArgumentException("not the end of a public key in PEM");
    }
    String base64 = rest.substring(0, rest.length() - PEM_END.length());
    byte[] bytes = base64.replaceAll("[\r\n]", "").getBytes(StandardCharsets.UTF_8);
    return new X509EncodedKeySpec(Base64.getDecoder().decode(bytes));
  }

  private static boolean isP256(ECParameterSpec curve) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec p256 = parameters.getParameterSpec(ECParameterSpec.class);
    return curve.getCurve().equals(p256.getCurve())
        && curve.getGenerator().equals(p256.getGenerator())
        && curve.getOrder().equals(p256.getOrder())
        && curve.getCofactor() == p256.getCofactor();
  }
}

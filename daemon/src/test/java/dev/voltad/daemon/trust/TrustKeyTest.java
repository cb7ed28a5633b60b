package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, and signatures that securesystemslib 1.4.0 made of the text "message". */
class TrustKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  static Stream<Arguments> foreign() {
    return Stream.of(
        arguments(
            "ed25519",
            "ed25519",
            "40ad5777bb12965406d9a1dd3f9a36d1c3d40d747a2b5b987b2c7cf6fc51feb6",
            "36ebe08409bd9762414659679070061fca71f6fd0c9b39f071b28b8e24a436639e51b75a40d722bee163d5049c01dde434bd222163c531c6fd4d088d"
                + "a2638107",
            "5d29e3e242fd3657fff265a177bdd6cdca91a955c0ef7b6c43e7cab7c5ecd2d1"),
        arguments(
            "ecdsa",
            "ecdsa-sha2-nistp256",
            "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7tuDAuFTk8FswMnzktC3JtfovxV1\nJUM/mH0hvGArFBTo4+SyvzeAE5Ca"
                + "hxtXtu+nW2uSnz0BhWNZzyHRo+8kqA==\n-----END PUBLIC KEY-----\n",
            "3044022028c2591a89fbcbc2a339023f84048d0e0b66c4a51b3e8a502e2faba48a828bed022079085a1c4226bbc7e04d6dad4ae77c3d28dfed5a4d68"
                + "7701a64b9cde3a5ad3c9",
            "0ea974a623dbdfcf636056375b0757c92844fec8c3640525d9f707885fff8bf7"),
        arguments(
            "rsa",
            "rsassa-pss-sha256",
            "-----BEGIN PUBLIC KEY-----\nMIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAwfTBszebxnzn5rTgd3Xm\nmbth+cSw/65KPAXXBRNiDKvIrIA3"
                + "6P3/0HdJutIRdZxdsD5bgwZtbD0GUz9a4gNk\nJ4vQHjzCa6/2Ulf64IHaxKUWSdSkmnCNT6R6B7xH80we+gKzbxHojZSkUzoKg5pj\npj9qoPREMpgsai3Q5M"
                + "9YwPd3PITkPnOS07FjRAMzzMxJkSuRj01+DOnFODkdKh6u\nruP0MFxraQyQTnIYWzB7fqyrX4Y2VUOcoj5uQ+yN3XsEo67JLuVMF+tZK1c82F5Y\nEQvzhdTQ"
                + "bFOKzc07NI2BkkVJGQA0c4D+gz7n6RjXLgEvVoDGk7Nc8SALOSAHJ6Ik\n/2x69dDhReW3GhD8kmbIpJC+FlMMEYO8NT7Cn5+6LgDfzxrEMXJqVPqrPH+P9JW"
                + "0\n++qw851Tn3n1iuMPE5jyAEEGkbwi/IeW4+rmdFo4AtJ0pDPnWPoDbT8T7Pb33TQA\nJy09C1+hB9ehr73vn90Ctg+sWQkU2LE3+/yzedLzZ3hxAgMBAAE=\n"
                + "-----END PUBLIC KEY-----\n",
            "1e3bf355947abd7b781b8424981cb674bb75e68368f3178eaa29a611f9ed670c72070bb0720232574c778fa4e51702b477074a732e9608b2f995aed3"
                + "87bf3dbe412591f6327beb3bd77dd738e1290950b0d9e12f058538de6f8302a3f603638573aebe22fd587363fc5247e6aa8e3b8c9aab8ff4d68686da"
                + "ebaa7928e790f0100b8a08be596b49088a8b60b066a6d57a8bc7de001639befd61a86dd49420796a8e3dfa3b256ced652b0c9457fdfaa5c0b3f64510"
                + "8ebdb005073b32be357ec08f28829a498591e43c6c10fb35a1db8c521380013db035af9a7e1e01fea10be72ba048d4488519eaa892fab6692c2b088f"
                + "b7de8ddd5010f6295beec0d5c8fe83c510f712bb0ef165c2ad799c55328999ef3a219baceaf6d7fa1a0a9b0856388ed245039a7a54879ef8bb4d9148"
                + "63373f6fffe5963d6a6fe98febcbb131d9d4ce9a38ca1c0e54f3b56b3286ddf06439add11df1385eb383f66c4ccdf9ba4c934ea711783f993f8b0d41"
                + "0e41661206046b335cb63e1a4f3fec1a600051fb0b8f17c8",
            "14fcb0c91d4b5f6fdd1ebb0dc13cf00f701f4d0464ba253d554c56cf069bc898"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("foreign")
  void verifies_signatureOfAnotherImplementation_isRight(
      String keyType, String scheme, String value, String signature, String id) {
    TrustKey key = TrustKey.parse(keyType, scheme, value).orElseThrow();
    byte[] right = HexFormat.of().parseHex(signature);

    assertTrue(key.verifies(MESSAGE, right));
    assertFalse(key.verifies("massage".getBytes(StandardCharsets.UTF_8), right));
    for (int i = 0; i < right.length; i += 7) {
      byte[] wrong = right.clone();
      wrong[i] ^= 1;
      assertFalse(key.verifies(MESSAGE, wrong), "byte " + i);
    }
    assertFalse(key.verifies(MESSAGE, new byte[0]));
    assertFalse(key.verifies(MESSAGE, new byte[right.length]));
  }

  /** Its id too: an id is of what is written down, so both write it down alike. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("foreign")
  void toJson_keyOfAnotherImplementation_isTheSame(
      String keyType, String scheme, String value, String signature, String id) {
    TrustKey key = TrustKey.parse(keyType, scheme, value).orElseThrow();

    assertEquals(id, key.id());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"Ed25519", "EC", "RSA"})
  void sign_ownKey_verifies(String algorithm) {
    TestKey key =
        switch (algorithm) {
          case "EC" -> TestKey.ecdsa();
          case "RSA" -> TestKey.rsa();
          default -> TestKey.ed25519();
        };
    byte[] signature = HexFormat.of().parseHex(key.sign(MESSAGE));

    assertTrue(key.key().verifies(MESSAGE, signature));
    assertFalse(TestKey.ed25519().key().verifies(MESSAGE, signature));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "ed25519, ed25519ph",
    "ed25519, ecdsa-sha2-nistp256",
    "Ed25519, ed25519",
    "rsa, rsa-pkcs1v15-sha256",
    "rsa, rsassa-pss-sha512",
    "ecdsa, ecdsa-sha2-nistp384",
    "sigstore-oidc, Fulcio",
    "'', ''"
  })
  void parse_unknownKind_isNoKey(String keyType, String scheme) {
    String value = (String) foreign().toList().get(0).get()[2];

    assertEquals(Optional.empty(), TrustKey.parse(keyType, scheme, value));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "ed25519, ed25519, ''",
    "ed25519, ed25519, 00",
    "ed25519, ed25519, xyz",
    "ecdsa, ecdsa-sha2-nistp256, 00",
    "ecdsa, ecdsa-sha2-nistp256, '-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----'",
    "ecdsa, ecdsa-sha2-nistp256, '-----BEGIN PUBLIC KEY-----!-----END PUBLIC KEY-----'",
    "rsa, rsassa-pss-sha256, '-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----'",
    "rsa, rsassa-pss-sha256, '-----BEGIN PUBLIC KEY-----END PUBLIC KEY-----'",
    "rsa, rsassa-pss-sha256, '-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----'"
  })
  void parse_notAKey_isNoKey(String keyType, String scheme, String value) {
    assertEquals(Optional.empty(), TrustKey.parse(keyType, scheme, value));
  }

  @Test
  void parse_ed25519OfAnotherLength_isNoKey() {
    assertEquals(Optional.empty(), TrustKey.parse("ed25519", "ed25519", "ab".repeat(33)));
    assertEquals(Optional.empty(), TrustKey.parse("ed25519", "ed25519", "ab".repeat(31)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"EC, secp384r1", "EC, secp521r1", "RSA, 1024", "X25519, ''", "DSA, 2048"})
  void of_weakOrOtherKey_isRefused(String algorithm, String parameter) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec(parameter));
    } else if (!parameter.isEmpty()) {
      generator.initialize(Integer.parseInt(parameter));
    }
    var key = generator.generateKeyPair().getPublic();

    assertThrows(IllegalArgumentException.class, () -> TrustKey.of(key));
  }

  /** Made up of numbers: nobody has the other half. */
  private static PublicKey rsa(int bits, long exponent) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent)));
  }

  @ParameterizedTest(name = "{0} bits, exponent {1}")
  @CsvSource({"2048, 65537", "8192, 65537", "2048, 4294967295"})
  void of_rsaAtItsLimits_isTaken(int bits, long exponent) throws Exception {
    assertEquals(KeyScheme.RSA_PSS.id(), TrustKey.of(rsa(bits, exponent)).toString().split(" ")[0]);
  }

  @ParameterizedTest(name = "{0} bits, exponent {1}")
  @CsvSource({"2047, 65537", "8193, 65537", "2048, 65535", "2048, 3", "2048, 4294967297"})
  void of_rsaBeyondItsLimits_isRefused(int bits, long exponent) throws Exception {
    PublicKey key = rsa(bits, exponent);
    String pem = KeyScheme.RSA_PSS.write(key);

    assertThrows(IllegalArgumentException.class, () -> TrustKey.of(key));
    assertEquals(Optional.empty(), TrustKey.parse("rsa", "rsassa-pss-sha256", pem));
  }

  @Test
  void parse_pemOtherwiseFramed_isNoKey() {
    String pem = KeyScheme.ECDSA_P256.write(TestKey.ecdsa().pair().getPublic());

    assertTrue(ecdsa(pem).isPresent());
    assertTrue(ecdsa(" " + pem.replace("\n", "\r\n") + "\n").isPresent());
    assertEquals(Optional.empty(), ecdsa(pem.replace("BEGIN PUBLIC", "BEGIN SECRET")));
    assertEquals(Optional.empty(), ecdsa(pem.replace("END PUBLIC", "END SECRET")));
  }

  @Test
  void parse_longPem_isReadUpTo4KiB() {
    String pem = KeyScheme.ECDSA_P256.write(TestKey.ecdsa().pair().getPublic()).strip();
    String longest = pem.replaceFirst("\n", "\n".repeat(1 + (4 << 10) - pem.length()));

    assertEquals(4 << 10, longest.length());
    assertTrue(ecdsa(longest).isPresent());
    assertEquals(Optional.empty(), ecdsa(longest.replaceFirst("\n", "\n\n")));
  }

  private static Optional<TrustKey> ecdsa(String pem) {
    return TrustKey.parse("ecdsa", "ecdsa-sha2-nistp256", pem);
  }

  /** A key of the same point, of a provider that lets a curve be anything. */
  private record ForeignKey(ECPublicKey of, ECParameterSpec params) implements ECPublicKey {
    private static final long serialVersionUID = 1;

    @Override
    public ECPoint getW() {
      return of.getW();
    }

    @Override
    public ECParameterSpec getParams() {
      return params;
    }

    @Override
    public String getAlgorithm() {
      return of.getAlgorithm();
    }

    @Override
    public String getFormat() {
      return of.getFormat();
    }

    @Override
    public byte[] getEncoded() {
      return of.getEncoded();
    }
  }

  /** Whose encoded form is whatever a provider makes of it. */
  private record EncodedKey(byte[] encoded) implements PublicKey {
    private static final long serialVersionUID = 1;

    @Override
    public String getAlgorithm() {
      return "EdDSA";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return encoded;
    }
  }

  @Test
  void of_ed25519EncodedWithMoreOrLess_isRefused() throws Exception {
    byte[] right = TestKey.ed25519().pair().getPublic().getEncoded();

    TrustKey.of(new EncodedKey(right));
    for (int length : new int[] {0, 12, right.length - 1, right.length + 1}) {
      PublicKey key = new EncodedKey(Arrays.copyOf(right, length));
      assertThrows(IllegalArgumentException.class, () -> TrustKey.of(key), length + " bytes");
    }
  }

  /** Whoever chooses the generator of a curve has a secret for any key on it (CVE-2020-0601). */
  @Test
  void of_curveThatIsAlmostP256_isRefused() throws Exception {
    ECPublicKey key = (ECPublicKey) TestKey.ecdsa().pair().getPublic();
    ECParameterSpec right = key.getParams();
    BigInteger order = right.getOrder();
    EllipticCurve curve = right.getCurve();
    EllipticCurve other = new EllipticCurve(curve.getField(), curve.getA(), BigInteger.TEN);

    TrustKey.of(new ForeignKey(key, right));
    for (ECParameterSpec wrong :
        List.of(
            new ECParameterSpec(other, right.getGenerator(), order, 1),
            new ECParameterSpec(curve, key.getW(), order, 1),
            new ECParameterSpec(
                right.getCurve(), right.getGenerator(), order.nextProbablePrime(), 1),
            new ECParameterSpec(curve, right.getGenerator(), order, 2))) {
      PublicKey foreign = new ForeignKey(key, wrong);
      assertThrows(IllegalArgumentException.class, () -> TrustKey.of(foreign));
    }
  }

  @Test
  void toString_key_isItsSchemeAndId() {
    TrustKey key = TestKey.ed25519().key();

    assertEquals("ed25519 " + key.id(), key.toString());
  }

  @Test
  void equals_sameKeyWrittenDifferently_isEqual() {
    TestKey key = TestKey.ed25519();
    String hex = HexFormat.of().formatHex(key.pair().getPublic().getEncoded(), 12, 44);

    Optional<TrustKey> upper = TrustKey.parse("ed25519", "ed25519", hex.toUpperCase(Locale.ROOT));

    assertEquals(Optional.of(key.key()), upper);
    assertEquals(key.key().hashCode(), upper.get().hashCode());
    assertNotEquals(key.key(), TestKey.ed25519().key());
    assertFalse(key.key().equals((Object) key.id()));
  }

  @Test
  void hashCode_differentKeys_differs() {
    long different =
        foreign()
            .map(Arguments::get)
            .map(row -> TrustKey.parse((String) row[0], (String) row[1], (String) row[2]))
            .map(key -> key.orElseThrow().hashCode())
            .distinct()
            .count();

    assertEquals(3, different);
  }
}

package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that a role is signed with: PEM with the private half (PKCS#8) and the public one. Java
 * cannot tell the second from the first, so the file has both.
 *
 * @param name of the file, for example {@code root-1.key}
 */
record KeyFile(String name, TrustKey key, PrivateKey secret) {
  static final String ENDING = ".key";

  private static final String ED25519 = "Ed25519";
  private static final int MAX_BYTES = 16 << 10;
  private static final int LINE = 64;
  private static final byte[] PROBE = "feed".getBytes(StandardCharsets.UTF_8);

  /** Makes a new Ed25519 key in a file, which only its owner may read. */
  static KeyFile make(FeedDisk disk, Path file) throws IOException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
      String text =
          pem("PRIVATE KEY", pair.getPrivate().getEncoded())
              + pem("PUBLIC KEY", pair.getPublic().getEncoded());
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      Path unfinished = file.resolveSibling(file.getFileName() + ".new");
      disk.write(unfinished, to -> to.write(bytes), true);
      disk.rename(unfinished, file);
      disk.sync(file.toAbsolutePath().getParent());
      return new KeyFile(name(file), TrustKey.of(pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ED25519, e);
    }
  }

  /**
   * @throws IOException if it is no such file, or its halves do not belong together
   */
  static KeyFile read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too large for a key");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    PublicKey open = publicKey(file, text);
    try {
      byte[] bytes = block(text, "PRIVATE KEY").orElseThrow(() -> noKey(file, "private"));
      PrivateKey secret =
          KeyFactory.getInstance(open.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(bytes));
      TrustKey key = TrustKey.of(open);
      if (!key.verifies(PROBE, key.sign(secret, PROBE))) {
        throw new IOException("the public key in " + file + " is not that of the private one");
      }
      return new KeyFile(name(file), key, secret);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no key that can sign in " + file + ": " + e.getMessage(), e);
    }
  }

  /** The public half alone, from such a file or from one that has nothing else. */
  static TrustKey readPublic(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too large for a key");
    }
    try {
      return TrustKey.of(publicKey(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no key that can verify in " + file + ": " + e.getMessage(), e);
    }
  }

  /** What has only the public half, from a key file. */
  static byte[] publicText(Path file) throws IOException {
    byte[] bytes =
        block(Files.readString(file, StandardCharsets.ISO_8859_1), "PUBLIC KEY")
            .orElseThrow(() -> noKey(file, "public"));
    return pem("PUBLIC KEY", bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private static PublicKey publicKey(Path file, String text) throws IOException {
    byte[] bytes = block(text, "PUBLIC KEY").orElseThrow(() -> noKey(file, "public"));
    for (String algorithm : new String[] {ED25519, "EC", "RSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
      } catch (GeneralSecurityException ignored) {
        // of another algorithm; the last one falls through
      }
    }
    throw noKey(file, "public");
  }

  private static IOException noKey(Path file, String half) {
    return new IOException("no " + half + " key in " + file);
  }

  private static Optional<byte[]> block(String text, String label) throws IOException {
    Matcher matcher =
        Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label)
            .matcher(text);
    try {
      return matcher.find()
          ? Optional.of(Base64.getMimeDecoder().decode(matcher.group(1)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("not base64: " + e.getMessage(), e);
    }
  }

  private static String pem(String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  @Override
  public String toString() {
    return name + " (" + key.id() + ")"; // never the secret
  }
}

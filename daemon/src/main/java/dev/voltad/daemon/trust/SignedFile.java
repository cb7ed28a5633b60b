package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One file of metadata: a document and signatures of its canonical form. Reading it verifies
 * nothing; {@link RoleKeys#require} does.
 *
 * @param bytes as received
 * @param signatures by the id of the key that is said to have made it
 * @param signed the document
 */
public record SignedFile(byte[] bytes, Map<String, byte[]> signatures, Fields signed) {

  /**
   * @param role for messages
   * @throws TrustException {@link Kind#FORMAT} if it is none; {@link Kind#SIGNATURE} if one key id
   *     has two signatures, which the specification forbids (section 4.2.1)
   */
  public static SignedFile parse(String role, byte[] bytes) throws TrustException {
    JsonValue value;
    try {
      value = JsonText.read(bytes);
    } catch (IOException e) {
      throw TrustException.of(Kind.FORMAT, role, e.getMessage());
    }
    if (!(value instanceof JsonObject object)) {
      throw TrustException.of(Kind.FORMAT, role, "is not an object");
    }
    Fields file = new Fields(role, "file", object);
    Map<String, byte[]> signatures = new LinkedHashMap<>();
    for (Fields signature : file.objects("signatures")) {
      String id = signature.text("keyid");
      if (signatures.put(id, decode(signature.text("sig"))) != null) {
        throw TrustException.of(Kind.SIGNATURE, role, "two signatures of key " + id);
      }
    }
    return new SignedFile(bytes, signatures, file.object("signed"));
  }

  /** Empty for what is no hexadecimal: one that verifies nothing, beside others that may. */
  private static byte[] decode(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** What was signed. */
  public byte[] message() {
    return CanonicalJson.of(signed.object());
  }
}

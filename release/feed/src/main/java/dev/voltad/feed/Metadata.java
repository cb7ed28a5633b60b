package dev.voltad.feed;

import dev.voltad.daemon.trust.CanonicalJson;
import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.JsonText;
import dev.voltad.daemon.trust.JsonValue;
import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.SignedFile;
import dev.voltad.daemon.trust.TrustException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One file of metadata: a document and the signatures that it has until now.
 *
 * @param role for example {@code targets}
 * @param signatures hexadecimal, by the id of the key
 */
record Metadata(String role, JsonObject signed, Map<String, String> signatures) {
  static final String ROOT = "root";
  static final String TARGETS = "targets";
  static final String SNAPSHOT = "snapshot";
  static final String TIMESTAMP = "timestamp";
  static final String NIGHTLY = "nightly";

  Metadata {
    signatures = Map.copyOf(signatures);
  }

  static Metadata unsigned(String role, JsonObject signed) {
    return new Metadata(role, signed, Map.of());
  }

  static Metadata parse(String role, byte[] bytes) throws TrustException {
    SignedFile file = SignedFile.parse(role, bytes);
    Map<String, String> signatures = new TreeMap<>();
    file.signatures().forEach((id, raw) -> signatures.put(id, HexFormat.of().formatHex(raw)));
    return new Metadata(role, file.signed().object(), signatures);
  }

  Metadata with(String keyId, byte[] signature) {
    Map<String, String> more = new TreeMap<>(signatures);
    more.put(keyId, HexFormat.of().formatHex(signature));
    return new Metadata(role, signed, more);
  }

  /** The same for the same document and signatures. */
  byte[] bytes() {
    List<JsonValue> list = new ArrayList<>();
    new TreeMap<>(signatures)
        .forEach((id, hex) -> list.add(JsonObject.EMPTY.with("keyid", id).with("sig", hex)));
    return JsonText.write(
        JsonObject.EMPTY.with("signatures", new JsonList(list)).with("signed", signed));
  }

  /** What is signed. */
  byte[] message() {
    return CanonicalJson.of(signed);
  }

  SignedFile file() throws TrustException {
    return SignedFile.parse(role, bytes());
  }

  Fields fields() {
    return new Fields(role, "signed", signed);
  }

  long version() throws TrustException {
    return fields().number("version", 1);
  }

  Instant expires() throws TrustException {
    return fields().time("expires");
  }
}

package dev.voltad.feed;

import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustKey;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The keys that are at hand.
 *
 * @param keys by what they verify with: a document may know a key under any id
 */
record KeyRing(Map<TrustKey, KeyFile> keys) {
  KeyRing {
    keys = Map.copyOf(keys);
  }

  /** All {@code *.key} files in some folders; a folder may also be one such file. */
  static KeyRing of(List<Path> places) throws IOException, FeedException {
    Map<TrustKey, KeyFile> keys = new HashMap<>();
    for (Path place : places) {
      for (Path file : files(place)) {
        KeyFile key = KeyFile.read(file);
        keys.put(key.key(), key);
      }
    }
    return new KeyRing(keys);
  }

  private static List<Path> files(Path place) throws IOException, FeedException {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    if (!Files.isDirectory(place)) {
      throw new FeedException(
          new Problem(
              "Could not read keys from " + place + ".",
              "There is neither a folder nor a file of that name.",
              ProblemCode.FILESYSTEM,
              "Name a folder with files that end in " + KeyFile.ENDING + "."));
    }
    try (Stream<Path> all = Files.list(place)) {
      return all.filter(file -> file.toString().endsWith(KeyFile.ENDING)).sorted().toList();
    }
  }

  /** With the signatures that these keys can give and it lacks. */
  Metadata sign(Metadata document, List<RoleKeys> signers) {
    Metadata signed = document;
    for (RoleKeys role : signers) {
      for (Map.Entry<String, TrustKey> known : role.keys().entrySet()) {
        KeyFile key = keys.get(known.getValue());
        if (key != null && !signed.signatures().containsKey(known.getKey())) {
          signed = signed.with(known.getKey(), signature(key, document.message()));
        }
      }
    }
    return signed;
  }

  private static byte[] signature(KeyFile key, byte[] message) {
    try {
      return key.key().sign(key.secret(), message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signed a moment ago: " + key, e);
    }
  }
}

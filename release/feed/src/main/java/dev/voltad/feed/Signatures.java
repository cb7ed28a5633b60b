package dev.voltad.feed;

import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.SignedFile;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the signing of a document has got.
 *
 * @param given right signatures, of the group that lacks most
 * @param needed by that group
 * @param missing the first digits of the ids of keys that have not signed
 */
record Signatures(Metadata document, long given, long needed, List<String> missing) {
  private static final int ID_DIGITS = 8;

  /**
   * @param signers groups that each must have reached their threshold
   */
  static Signatures of(Metadata document, List<RoleKeys> signers) throws TrustException {
    SignedFile file = document.file();
    Signatures worst = new Signatures(document, 0, 0, List.of());
    Set<String> missing = new TreeSet<>();
    for (RoleKeys group : signers) {
      Set<TrustKey> have = group.signers(file);
      if (have.size() >= group.threshold()) {
        continue;
      }
      group
          .keys()
          .forEach(
              (id, key) -> {
                if (!have.contains(key)) {
                  missing.add(id.substring(0, Math.min(ID_DIGITS, id.length())));
                }
              });
      if (group.threshold() - have.size() > worst.needed - worst.given) {
        worst = new Signatures(document, have.size(), group.threshold(), List.of());
      }
    }
    return new Signatures(document, worst.given, worst.needed, new ArrayList<>(missing));
  }

  boolean isComplete() {
    return needed == 0;
  }

  /** For people, for example {@code targets 3: 1 of 2 signatures; of these keys: 1f3a0b22, …}. */
  String text() throws TrustException {
    String head = document.role() + " " + document.version() + ": ";
    return isComplete()
        ? head + "has its signatures."
        : head
            + given
            + " of "
            + needed
            + " signatures; it waits for one of the keys "
            + String.join(", ", missing)
            + ".";
  }
}

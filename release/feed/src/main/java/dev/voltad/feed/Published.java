package dev.voltad.feed;

import dev.voltad.daemon.trust.Delegation;
import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a feed says now, read the way a client goes: the newest root, the timestamp, and what each
 * names. The publisher believes its own folder; {@code feed verify} does not.
 *
 * @param roles by name: the four of the top and those that targets delegates to
 */
record Published(Map<String, Metadata> roles) {
  /** Those that a root has keys of. */
  static final List<String> TOP =
      List.of(Metadata.ROOT, Metadata.TARGETS, Metadata.SNAPSHOT, Metadata.TIMESTAMP);

  static Published of(FeedFolder feed) throws IOException, TrustException {
    Map<String, Metadata> roles = new LinkedHashMap<>();
    roles.put(Metadata.ROOT, read(feed, Metadata.ROOT, feed.highest(Metadata.ROOT)));
    Metadata timestamp =
        Metadata.parse(Metadata.TIMESTAMP, feed.require(FeedFolder.TIMESTAMP_FILE));
    roles.put(Metadata.TIMESTAMP, timestamp);
    Metadata snapshot = read(feed, Metadata.SNAPSHOT, promised(timestamp, "snapshot.json"));
    roles.put(Metadata.SNAPSHOT, snapshot);
    for (String file : snapshot.fields().object("meta").objects().keySet()) {
      String role = file.substring(0, file.length() - ".json".length());
      roles.put(role, read(feed, role, promised(snapshot, file)));
    }
    return new Published(roles);
  }

  private static long promised(Metadata by, String file) throws TrustException {
    return by.fields().object("meta").object(file).number("version", 1);
  }

  private static Metadata read(FeedFolder feed, String role, long version)
      throws IOException, TrustException {
    return Metadata.parse(role, feed.require(FeedFolder.metadataFile(role, version)));
  }

  Metadata role(String role) {
    return roles.get(role);
  }

  boolean has(String role) {
    return roles.containsKey(role);
  }

  Metadata root() {
    return role(Metadata.ROOT);
  }

  /**
   * Who may sign a role.
   *
   * @param draft of a root that is not published yet: then both it and the present one must agree
   */
  List<RoleKeys> signers(String role, Optional<Metadata> draft) throws TrustException {
    List<RoleKeys> signers = new ArrayList<>();
    if (TOP.contains(role)) {
      signers.add(signers(root(), role));
      if (draft.isPresent()) {
        signers.add(signers(draft.get(), role));
      }
    } else {
      for (Delegation delegation : delegations()) {
        if (delegation.role().equals(role)) {
          signers.add(delegation.keys());
        }
      }
    }
    return signers;
  }

  static RoleKeys signers(Metadata root, String role) throws TrustException {
    Fields signed = root.fields();
    return RoleKeys.parse(
        signed.object("roles").object(role), RoleKeys.parseAll(signed.object("keys")));
  }

  List<Delegation> delegations() throws TrustException {
    Optional<Fields> fields = role(Metadata.TARGETS).fields().optionalObject("delegations");
    return fields.isPresent() ? Delegation.parseAll(fields.get()) : List.of();
  }

  /** The role that vouches for a target. */
  String roleOf(String target) throws TrustException {
    for (Delegation delegation : delegations()) {
      if (delegation.covers(target)) {
        return delegation.role();
      }
    }
    return Metadata.TARGETS;
  }
}

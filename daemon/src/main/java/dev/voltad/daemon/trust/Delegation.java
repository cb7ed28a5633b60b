package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A role that another one trusts with some names.
 *
 * @param terminating whether those names are nobody's after it
 * @param patterns globs of names; empty if {@code prefixes} decide
 * @param prefixes of the SHA-256 of a name, hexadecimal; empty if {@code patterns} decide
 */
public record Delegation(
    String role,
    RoleKeys keys,
    boolean terminating,
    List<PathPattern> patterns,
    List<String> prefixes) {

  /** In their order, which is that of their importance. */
  public static List<Delegation> parseAll(Fields delegations) throws TrustException {
    Map<String, TrustKey> keys = RoleKeys.parseAll(delegations.object("keys"));
    List<Delegation> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields role : delegations.objects("roles")) {
      Delegation delegation = parse(role, keys);
      if (!names.add(delegation.role)) {
        throw role.wrong("name", "a name of its own");
      }
      all.add(delegation);
    }
    return all;
  }

  private static Delegation parse(Fields role, Map<String, TrustKey> keys) throws TrustException {
    String name = role.text("name");
    if (!RoleName.isDelegable(name)) {
      throw role.wrong("name", "a name that a delegated role can have");
    }
    if (role.has("paths") == role.has("path_hash_prefixes")) {
      throw TrustException.of(
          Kind.FORMAT,
          role.role(),
          role.path() + " does not have one of paths and path_hash_prefixes");
    }
    List<String> patterns = role.has("paths") ? role.texts("paths") : List.of();
    List<String> prefixes =
        role.has("path_hash_prefixes") ? role.texts("path_hash_prefixes") : List.of();
    return new Delegation(
        name,
        RoleKeys.parse(role, keys),
        role.flag("terminating"),
        patterns.stream().map(PathPattern::new).toList(),
        prefixes);
  }

  /** Whether it is trusted with this name. */
  public boolean covers(String target) {
    String hash = Hashes.sha256(target.getBytes(StandardCharsets.UTF_8));
    return patterns.stream().anyMatch(pattern -> pattern.matches(target))
        || prefixes.stream().anyMatch(hash::startsWith);
  }
}

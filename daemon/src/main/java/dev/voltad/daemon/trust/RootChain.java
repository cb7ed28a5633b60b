package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.Document.Root;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.util.List;
import java.util.Optional;

/**
 * From the root that is trusted to the current one, version by version (specification, sections 5.2
 * and 5.3). Each is kept before the next is asked for.
 *
 * <p>The files whose signers a new root dismisses are forgotten before that root is kept (5.3.11):
 * done after it, a kill in between would leave them for ever, since the next run would see no
 * change of keys.
 */
final class RootChain {
  private final TrustStore store;
  private final Mirrors mirrors;
  private final List<byte[]> shipped;

  /**
   * @param shipped roots that came with us, the first of them trusted as it is; empty if the store
   *     has one
   */
  RootChain(TrustStore store, Mirrors mirrors, List<byte[]> shipped) {
    this.store = store;
    this.mirrors = mirrors;
    this.shipped = shipped;
  }

  /** The current root; whether it has expired is for the caller to ask. */
  Root walk() throws TrustException {
    Root root = trusted();
    for (byte[] bytes : shipped) {
      Root next = Root.read(bytes);
      if (next.header().version() > root.header().version()) {
        root = adopt(root, requireSuccessor(root, next));
      }
    }
    // 5.3.2 - 5.3.9: until there is no next one. The bound is ours; what was walked is kept.
    for (int fetched = 0; ; fetched++) {
      Optional<Root> next = next(root);
      if (next.isEmpty()) {
        return root;
      }
      if (fetched == Caps.ROOTS) {
        throw TrustException.of(
            Kind.TOO_LARGE, RoleName.ROOT, "more than " + Caps.ROOTS + " new versions in one run");
      }
      root = adopt(root, next.get());
    }
  }

  /** 5.2: what we begin with. Its expiry does not matter yet. */
  private Root trusted() throws TrustException {
    Optional<Root> stored = stored();
    if (stored.isPresent()) {
      return stored.get();
    }
    if (shipped.isEmpty()) {
      throw TrustException.of(Kind.STORE, RoleName.ROOT, "there is no trusted root to begin with");
    }
    Root first = requireSelfSigned(Root.read(shipped.get(0)));
    store.keep(first);
    return first;
  }

  /** One that a broken disk spoiled is as none where others were shipped to begin with. */
  private Optional<Root> stored() throws TrustException {
    Optional<byte[]> bytes = store.read(RoleName.ROOT, Caps.ROOT_BYTES);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(requireSelfSigned(Root.read(bytes.get())));
    } catch (TrustException e) {
      if (shipped.isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  static Root requireSelfSigned(Root root) throws TrustException {
    root.keys(RoleName.ROOT).require(root.file());
    return root;
  }

  /** 5.3.3: the next version, or empty if there is none. */
  private Optional<Root> next(Root trusted) throws TrustException {
    String name = trusted.header().version() + 1 + ".root.json";
    return mirrors.optional(
        RoleName.ROOT, name, Caps.ROOT_BYTES, bytes -> requireSuccessor(trusted, Root.read(bytes)));
  }

  private static Root requireSuccessor(Root trusted, Root next) throws TrustException {
    // 5.3.4: by a threshold of the old keys and by one of the new.
    trusted.keys(RoleName.ROOT).require(next.file());
    next.keys(RoleName.ROOT).require(next.file());
    // 5.3.5: exactly the next version.
    next.header().requireVersion(trusted.header().version() + 1);
    return next;
  }

  private Root adopt(Root trusted, Root next) throws TrustException {
    // 5.3.11: recovery from versions that a thief of keys has driven up.
    for (String role : List.of(RoleName.TIMESTAMP, RoleName.SNAPSHOT)) {
      if (trusted.keys(role).wereRotatedIn(next.keys(role))) {
        store.forget(RoleName.TIMESTAMP, RoleName.SNAPSHOT);
      }
    }
    // 5.3.8
    store.keep(next);
    return next;
  }
}

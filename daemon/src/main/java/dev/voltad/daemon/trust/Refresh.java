package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.Document.FilePromise;
import dev.voltad.daemon.trust.Document.Root;
import dev.voltad.daemon.trust.Document.Snapshot;
import dev.voltad.daemon.trust.Document.Targets;
import dev.voltad.daemon.trust.Document.Timestamp;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The workflow of the specification (1.0.34, section 5) after the chain of roots, each run from top
 * to bottom. Two of its rules are stricter here:
 *
 * <p>5.4.3.1 ends the cycle when the timestamp is the one we have. Then a mirror that replays it
 * freezes us for ever, because its expiry is checked later, and a run that was cut off is never
 * repaired, because snapshot and targets are looked at later. Here the whole chain is walked each
 * time, and the expiry of whichever file ends up trusted is checked. A stored file only saves the
 * download: if its version and hash are the wanted ones, its signatures verify against the current
 * delegator, and it has not expired.
 */
final class Refresh {
  private final TrustStore store;
  private final Mirrors mirrors;
  private final Root root;
  private final Instant now;

  /**
   * @param now fixed for the run (5.1)
   * @throws TrustException EXPIRED if the root has
   */
  Refresh(TrustStore store, Mirrors mirrors, Root root, Instant now) throws TrustException {
    this.store = store;
    this.mirrors = mirrors;
    this.root = root;
    this.now = now;
    root.header().requireFreshAt(now); // 5.3.10
  }

  Timestamp timestamp() throws TrustException {
    RoleKeys keys = root.keys(RoleName.TIMESTAMP);
    Optional<Timestamp> stored = stored(RoleName.TIMESTAMP, keys, Timestamp::read);
    // 5.4.1: the only file without a version in its name.
    Timestamp current =
        mirrors.metadata(
            RoleName.TIMESTAMP,
            "timestamp.json",
            Caps.TIMESTAMP_BYTES,
            bytes -> newer(stored, keys, Timestamp.read(bytes)));
    store.keep(current); // 5.4.5
    return current;
  }

  private Timestamp newer(Optional<Timestamp> stored, RoleKeys keys, Timestamp offered)
      throws TrustException {
    keys.require(offered.file()); // 5.4.2
    Timestamp current = offered;
    if (stored.isPresent()) {
      requireNotOlder("version", stored.get().header(), offered.header()); // 5.4.3.1
      long known = stored.get().snapshot().version();
      if (offered.header().version() == stored.get().header().version()) {
        current = stored.get(); // two files of one version: the first is the truth
      } else if (offered.snapshot().version() < known) { // 5.4.3.2
        throw TrustException.ofVersions(
            Kind.ROLLBACK,
            RoleName.TIMESTAMP,
            "an older snapshot",
            known,
            offered.snapshot().version());
      }
    }
    current.header().requireFreshAt(now); // 5.4.4, of whichever ends up trusted
    return current;
  }

  private static void requireNotOlder(String what, Header trusted, Header offered)
      throws TrustException {
    if (offered.version() < trusted.version()) {
      throw TrustException.ofVersions(
          Kind.ROLLBACK, trusted.role(), "an older " + what, trusted.version(), offered.version());
    }
  }

  Snapshot snapshot(Timestamp timestamp) throws TrustException {
    RoleKeys keys = root.keys(RoleName.SNAPSHOT);
    Optional<Snapshot> stored = stored(RoleName.SNAPSHOT, keys, Snapshot::read);
    return promised(
        RoleName.SNAPSHOT,
        timestamp.snapshot(),
        stored,
        bytes -> {
          Snapshot offered = Snapshot.read(bytes);
          keys.require(offered.file()); // 5.5.3
          if (stored.isPresent()) {
            requireKept(stored.get(), offered); // 5.5.5
          }
          return offered;
        });
  }

  /** Nothing that was listed is gone or older. */
  private static void requireKept(Snapshot trusted, Snapshot offered) throws TrustException {
    for (Map.Entry<String, FilePromise> old : trusted.meta().entrySet()) {
      FilePromise fresh = offered.meta().get(old.getKey());
      String role = RoleName.SNAPSHOT;
      if (fresh == null) {
        throw TrustException.of(Kind.ROLLBACK, role, old.getKey() + " is not listed any more");
      }
      long known = old.getValue().version();
      if (fresh.version() < known) {
        throw TrustException.ofVersions(
            Kind.ROLLBACK, role, "an older " + old.getKey(), known, fresh.version());
      }
    }
  }

  /**
   * Targets of the top (5.6) or of a delegated role, with the keys of who delegates to it.
   *
   * @throws TrustException MISMATCH if the snapshot does not list it
   */
  Targets targets(String role, Snapshot snapshot, RoleKeys keys) throws TrustException {
    Optional<FilePromise> promise = snapshot.promise(role);
    if (promise.isEmpty()) {
      throw TrustException.of(Kind.MISMATCH, role, "is not in the snapshot");
    }
    Document.Reader<Targets> reader = bytes -> Targets.read(role, bytes);
    return promised(
        role,
        promise.get(),
        stored(role, keys, reader),
        bytes -> {
          Targets offered = reader.read(bytes);
          keys.require(offered.file()); // 5.6.3
          return offered;
        });
  }

  Targets targets(Snapshot snapshot) throws TrustException {
    return targets(RoleName.TARGETS, snapshot, root.keys(RoleName.TARGETS));
  }

  /** The file that another one promises: the stored one if it is it, else one that is fetched. */
  private <T extends Document> T promised(
      String role, FilePromise promise, Optional<T> stored, Mirrors.Check<T> check)
      throws TrustException {
    if (stored.isPresent() && isPromised(stored.get(), promise)) {
      return stored.get();
    }
    long cap = Caps.bytes(role);
    if (promise.length().orElse(0) > cap) {
      throw TrustException.of(Kind.TOO_LARGE, role, "more than " + cap + " bytes are promised");
    }
    // 5.5.1, 5.6.1
    String version = root.consistent() ? promise.version() + "." : "";
    T current =
        mirrors.metadata(
            role,
            version + RoleName.file(role),
            (int) cap,
            bytes -> {
              promise.require(role, bytes); // 5.5.2, 5.6.2
              T offered = check.check(bytes);
              offered.header().requireVersion(promise.version()); // 5.5.4, 5.6.4
              offered.header().requireFreshAt(now); // 5.5.6, 5.6.5
              return offered;
            });
    store.keep(current); // 5.5.7, 5.6.6
    return current;
  }

  private boolean isPromised(Document stored, FilePromise promise) {
    return stored.header().version() == promise.version()
        && promise.holds(stored.file().bytes())
        && stored.header().isFreshAt(now);
  }

  /** A stored file that its current delegator vouches for, however old; any other is as none. */
  private <T extends Document> Optional<T> stored(
      String role, RoleKeys keys, Document.Reader<T> reader) throws TrustException {
    Optional<byte[]> bytes = store.read(role, Caps.bytes(role));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      T document = reader.read(bytes.get());
      keys.require(document.file());
      return Optional.of(document);
    } catch (TrustException ignored) {
      return Optional.empty(); // fetched anew
    }
  }
}

package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.Document.Root;
import dev.voltad.daemon.trust.Document.Snapshot;
import dev.voltad.daemon.trust.Document.Targets;
import dev.voltad.daemon.trust.Document.Timestamp;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * A feed of which we trust no mirror, no wire and no folder, but the keys of its first root.
 *
 * <p>Not thread-safe, and two processes must not refresh one folder at a time: the caller holds a
 * lock. A run that is killed anywhere leaves a folder from which the next one converges.
 */
public final class TrustedFeed {
  private static final int ID_DIGITS = 16;

  private final Path folder;
  private final List<byte[]> shipped;
  private final List<Mirror> mirrors;
  private final InstantSource clock;
  private final Fetcher fetcher;
  private final StoreFiles files;

  TrustedFeed(
      Path folder,
      List<byte[]> shipped,
      List<Mirror> mirrors,
      InstantSource clock,
      Fetcher fetcher,
      StoreFiles files) {
    this.folder = folder;
    this.shipped = List.copyOf(shipped);
    this.mirrors = List.copyOf(mirrors);
    this.clock = clock;
    this.fetcher = fetcher;
    this.files = files;
  }

  /**
   * A feed whose roots came with the program. It keeps what it trusts in {@code <trust>/<16
   * hexadecimal digits>}, of the hash of the first root, so feeds of different roots never share a
   * folder.
   *
   * @param trust for example {@code ~/.volta/self/tuf}
   * @param shippedRoots the bytes of {@code 1.root.json}, {@code 2.root.json} and so on, without a
   *     gap; at least the first
   * @param mirrors at least one; asked in this order
   */
  public static TrustedFeed shipped(
      Path trust, List<byte[]> shippedRoots, List<Mirror> mirrors, InstantSource clock) {
    Path folder = trust.resolve(id(shippedRoots.get(0)));
    return new TrustedFeed(
        folder, shippedRoots, mirrors, clock, Fetcher.ofThisProcess(), new StoreFiles.OnDisk());
  }

  /**
   * A feed that a folder has a trusted {@code root.json} of.
   *
   * @param folder the one of the files themselves
   */
  public static TrustedFeed stored(Path folder, List<Mirror> mirrors, InstantSource clock) {
    return new TrustedFeed(
        folder, List.of(), mirrors, clock, Fetcher.ofThisProcess(), new StoreFiles.OnDisk());
  }

  /** Puts a root into a folder as the one to begin with; it must be signed by its own keys. */
  static void init(Path folder, byte[] root) throws TrustException {
    Root first = RootChain.requireSelfSigned(Root.read(root));
    TrustStore.open(folder, new StoreFiles.OnDisk()).keep(first);
  }

  /** What a feed is known by: the first 16 hexadecimal digits of the hash of its first root. */
  public static String id(byte[] firstRoot) {
    return Hashes.sha256(firstRoot).substring(0, ID_DIGITS);
  }

  /**
   * Asks the mirrors for what is current and verifies all of it.
   *
   * @throws TrustException why not; what was verified until then is kept, and nothing else was
   *     changed
   */
  public TrustedTargets refresh() throws TrustException {
    TrustStore store = TrustStore.open(folder, files);
    try {
      // 5.1: fixed here, for the whole run.
      StartTime start = StartTime.of(clock.instant(), store.lastRefresh());
      Mirrors asked = new Mirrors(mirrors, fetcher);
      Root root = new RootChain(store, asked, shipped).walk();
      Refresh refresh = new Refresh(store, asked, root, start.time());
      Timestamp timestamp = refresh.timestamp();
      Snapshot snapshot = refresh.snapshot(timestamp);
      Targets targets = refresh.targets(snapshot);
      store.recordRefresh(start.time());
      TargetSearch search = new TargetSearch(refresh, snapshot, targets);
      List<Document> documents = List.of(root, timestamp, snapshot, targets);
      return new TrustedTargets(start, documents, search, asked, root.consistent());
    } catch (TrustException e) {
      throw e.afterChange(store.hasChanged());
    }
  }
}

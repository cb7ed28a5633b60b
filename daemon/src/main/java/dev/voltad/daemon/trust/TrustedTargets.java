package dev.voltad.daemon.trust;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a refresh found to be current, for as long as the caller works with it. Not thread-safe. */
public final class TrustedTargets {
  private final StartTime start;
  private final List<Document> documents;
  private final TargetSearch search;
  private final Mirrors mirrors;
  private final boolean consistent;

  TrustedTargets(
      StartTime start,
      List<Document> documents,
      TargetSearch search,
      Mirrors mirrors,
      boolean consistent) {
    this.start = start;
    this.documents = documents;
    this.search = search;
    this.mirrors = mirrors;
    this.consistent = consistent;
  }

  /** The time that the run went by, and whether the system's clock went back. */
  public StartTime start() {
    return start;
  }

  /** By role: {@code root}, {@code timestamp}, {@code snapshot}, {@code targets}. */
  public Map<String, Long> versions() {
    Map<String, Long> versions = new LinkedHashMap<>();
    documents.forEach(d -> versions.put(d.header().role(), d.header().version()));
    return versions;
  }

  /** When the first of the four expires. */
  public Instant expires() {
    return documents.stream().map(d -> d.header().expires()).min(Instant::compareTo).orElseThrow();
  }

  /** What mirrors did wrong until now, whether or not others helped. */
  public List<TrustException> mirrorFaults() {
    return mirrors.faults();
  }

  /**
   * Looks a name up, in delegated roles too, which are fetched and kept as the others are.
   *
   * @param name for example {@code channels/stable.json}
   * @return empty if the publisher vouches for no such file
   * @throws TrustException if a role that has a say in it cannot be had or is not right
   */
  public Optional<Target> target(String name) throws TrustException {
    return search.find(name);
  }

  /**
   * Gets a file. What is at {@code to} already and is the wanted one is not fetched again.
   *
   * @param to in a folder that exists; replaced by one rename when all of it is there and right
   * @throws TrustException why not: {@code to} is as it was. {@code <to>.part} is left only if the
   *     transfer broke off, to go on from.
   */
  public void download(Target target, Path to) throws TrustException {
    if (!target.hasPlainName()) {
      throw TrustException.of(
          TrustException.Kind.FORMAT, target.name(), "not a name that can be asked for");
    }
    String path = target.path(consistent);
    new FileDownload(target.name(), target.length(), target.known(), to)
        .from(mirrors, mirror -> mirror.targets().resolve(path));
  }

  /**
   * Gets a file that only a target names, from {@code blobs/<2 digits>/<hash>.gz}.
   *
   * @param sha256 of the file as it is on the feed, 64 lower-case hexadecimal digits
   * @param length of that, in bytes
   * @param to as of {@link #download}
   */
  public void downloadBlob(String sha256, long length, Path to) throws TrustException {
    if (!sha256.matches("[0-9a-f]{64}") || length < 0) {
      throw new IllegalArgumentException("no blob: " + sha256 + " of " + length + " bytes");
    }
    String path = sha256.substring(0, 2) + "/" + sha256 + ".gz";
    new FileDownload(sha256, length, Hashes.of(Map.of("sha256", sha256)), to)
        .from(mirrors, mirror -> mirror.blobs().resolve(path));
  }
}

package dev.voltad.daemon.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One release, as its channel offers it. Immutable.
 *
 * @param version without build metadata
 * @param published when; the steps of the rollout count from then
 * @param manifests for each platform, for example {@code linux-x64}, where its tree is described
 * @param minFrom older programs cannot update to it in one step
 * @param layout which homes it can work with
 * @param rollout who may take it when
 * @param isUrgent everybody may take it now; a hold is kept all the same
 * @param isManual it is told about and never taken unless a person asks: the way to stop a release
 *     from spreading without taking it back
 */
public record Release(
    Version version,
    Instant published,
    Map<String, Manifest> manifests,
    Optional<Version> minFrom,
    LayoutSet layout,
    Rollout rollout,
    boolean isUrgent,
    boolean isManual) {
  static final int MAX_PLATFORMS = 64;

  private static final Pattern PLATFORM = Pattern.compile("[a-z0-9-]{1,32}");

  /**
   * The description of a tree.
   *
   * @param path in the feed, for example {@code releases/2.3.0/linux-x64.json}
   * @param sha256 of its bytes, 64 hexadecimal digits in small letters, as signed
   */
  public record Manifest(String path, String sha256) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException if the hash is none
     */
    public Manifest {
      if (!HASH.matcher(sha256).matches()) {
        throw new IllegalArgumentException("not the SHA-256 of " + path + ": " + sha256);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if its version has build metadata, which an order cannot be
   *     made of, or a platform is none, or there are more than {@value #MAX_PLATFORMS}
   */
  public Release {
    manifests = Map.copyOf(manifests);
    if (!version.build().isEmpty()) {
      throw new IllegalArgumentException("a release has no build metadata: " + version);
    }
    if (manifests.size() > MAX_PLATFORMS) {
      throw new IllegalArgumentException(version + " is for " + manifests.size() + " platforms");
    }
    for (String platform : manifests.keySet()) {
      if (!PLATFORM.matcher(platform).matches()) {
        throw new IllegalArgumentException("not a platform: " + platform);
      }
    }
  }
}

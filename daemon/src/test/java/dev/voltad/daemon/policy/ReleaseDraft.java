package dev.voltad.daemon.policy;

import dev.voltad.daemon.policy.Release.Manifest;
import dev.voltad.daemon.policy.Rollout.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A release that everybody on linux-x64 with layout v4 may take, but for what a test says. */
final class ReleaseDraft {
  static final Instant PUBLISHED = Instant.parse("2026-11-20T10:00:00Z");

  private final Version version;
  private final Map<String, Manifest> manifests = new HashMap<>();
  private Optional<Version> minFrom = Optional.empty();
  private LayoutSet layout = new LayoutSet(Set.of(4), 4);
  private Rollout rollout = Rollout.AT_ONCE;
  private boolean isUrgent;
  private boolean isManual;

  ReleaseDraft(String version) {
    this.version = Version.parse(version);
    manifests.put(
        "linux-x64", new Manifest("releases/" + version + "/linux-x64.json", hash(version)));
  }

  /** Of the manifest for linux-x64. */
  static String hash(String version) {
    return "%064x".formatted(version.hashCode() & 0xffffffffL);
  }

  ReleaseDraft onlyFor(String platform) {
    Manifest manifest = manifests.remove("linux-x64");
    manifests.put(platform, manifest);
    return this;
  }

  ReleaseDraft minFrom(String from) {
    minFrom = Optional.of(Version.parse(from));
    return this;
  }

  ReleaseDraft layouts(int writes, Integer... reads) {
    layout = new LayoutSet(Set.of(reads), writes);
    return this;
  }

  /** One step, at once. */
  ReleaseDraft share(int perTenThousand) {
    return steps(new Step(0, perTenThousand));
  }

  ReleaseDraft steps(Step... steps) {
    rollout = new Rollout("s", List.of(steps), false);
    return this;
  }

  ReleaseDraft paused() {
    rollout = new Rollout(rollout.salt(), rollout.steps(), true);
    return this;
  }

  ReleaseDraft urgent() {
    isUrgent = true;
    return this;
  }

  ReleaseDraft manual() {
    isManual = true;
    return this;
  }

  Release made() {
    return new Release(version, PUBLISHED, manifests, minFrom, layout, rollout, isUrgent, isManual);
  }
}

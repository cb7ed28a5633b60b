package dev.voltad.feed;

import dev.voltad.daemon.trust.Delegation;
import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.Mirror;
import dev.voltad.daemon.trust.Target;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustedFeed;
import dev.voltad.daemon.trust.TrustedTargets;
import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.protocol.release.TreeManifest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at a feed as its clients do, with their code and from one of its roots on, and fetches all
 * of it. Believes nothing that is in the folder.
 */
final class FeedCheck {
  private final Path store;
  private final Path scratch;
  private final TrustedTargets trusted;
  private final BlobCheck blobs;
  private final List<String> faults = new ArrayList<>();

  /** One line of what was found. */
  record Row(String target, long bytes, String verdict) {}

  /**
   * @param feed its address
   * @param root one to begin with
   * @param folder an empty one, for what is fetched
   * @throws TrustException if a client would take nothing from the feed at all
   */
  FeedCheck(URI feed, byte[] root, Path folder, Context context)
      throws TrustException, IOException {
    Path trust = folder.resolve("trust");
    store = trust.resolve(TrustedFeed.id(root));
    scratch = Files.createDirectories(folder.resolve("fetched"));
    List<Mirror> mirrors = List.of(Mirror.ofFeed(feed));
    trusted = TrustedFeed.shipped(trust, List.of(root), mirrors, context.clock()).refresh();
    blobs = new BlobCheck(trusted, scratch);
  }

  /** What a client now trusts, by role. */
  Map<String, Metadata> roles() throws IOException, TrustException {
    Map<String, Metadata> roles = new LinkedHashMap<>();
    for (String role : trusted.versions().keySet()) {
      roles.put(role, stored(role));
    }
    Optional<Fields> delegations =
        roles.get(Metadata.TARGETS).fields().optionalObject("delegations");
    if (delegations.isPresent()) {
      for (Delegation delegation : Delegation.parseAll(delegations.get())) {
        String role = delegation.role();
        trusted.target(Channels.target(role)); // a client fetches a role when it asks it
        if (Files.exists(store.resolve(role + ".json"))) {
          roles.put(role, stored(role));
        }
      }
    }
    return roles;
  }

  private Metadata stored(String role) throws IOException, TrustException {
    return Metadata.parse(role, Files.readAllBytes(store.resolve(role + ".json")));
  }

  /** Every target, fetched and looked into; {@link #faults} has what is wrong. */
  List<Row> targets() throws IOException, TrustException {
    List<Row> rows = new ArrayList<>();
    for (Metadata role : roles().values()) {
      Optional<Fields> targets = role.fields().optionalObject("targets");
      if (targets.isPresent()) {
        for (Map.Entry<String, Fields> entry : new TreeMap<>(targets.get().objects()).entrySet()) {
          rows.add(row(entry.getKey(), entry.getValue().number("length", 0), targets.get()));
        }
      }
    }
    return rows;
  }

  private Row row(String name, long bytes, Fields targets) throws IOException {
    try {
      return new Row(name, bytes, verdict(name, targets));
    } catch (TrustException | FeedException | IOException e) {
      faults.add(name + ": " + e.getMessage());
      return new Row(name, bytes, "WRONG: " + e.getMessage());
    }
  }

  private String verdict(String name, Fields targets)
      throws TrustException, FeedException, IOException {
    byte[] bytes = fetch(name);
    if (name.startsWith("channels/")) {
      ChannelFile channel = ChannelFile.parse(bytes);
      ChannelRules.require(name, channel, targets);
      requireManifests(channel);
      return "ok, " + channel.releases().size() + " releases";
    }
    TreeManifest manifest = TreeManifest.parse(bytes);
    int fresh = blobs.require(manifest);
    return "ok, " + manifest.files().size() + " files, " + fresh + " more blobs";
  }

  private byte[] fetch(String name) throws TrustException, IOException {
    Optional<Target> target = trusted.target(name);
    if (target.isEmpty()) {
      throw new IOException("a client does not find it");
    }
    Path file = scratch.resolve("target");
    Files.deleteIfExists(file);
    trusted.download(target.get(), file);
    return Files.readAllBytes(file);
  }

  private void requireManifests(ChannelFile channel) throws TrustException, IOException {
    for (ChannelFile.Release release : channel.releases()) {
      for (Map.Entry<String, String> platform : release.platforms().entrySet()) {
        TreeManifest manifest = TreeManifest.parse(fetch(platform.getValue()));
        if (!manifest.version().equals(release.version())
            || !manifest.platform().equals(platform.getKey())) {
          throw new IOException(
              platform.getValue() + " is of " + manifest.version() + " " + manifest.platform());
        }
      }
    }
  }

  /** Each with the target that it is about. */
  List<String> faults() {
    return List.copyOf(faults);
  }
}

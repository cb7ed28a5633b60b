package dev.voltad.feed;

import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.RoleKeys;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.release.ChannelFile;
import dev.voltad.protocol.release.ChannelFile.Release;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a document changes, in words, for who is to sign it. Made from the documents alone, so that
 * who signs need not believe who asks.
 */
final class Summary {
  private static final int HASH_DIGITS = 16;

  private final Function<String, Optional<byte[]>> files;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param files the files of channels, by their SHA-256
   */
  private Summary(Function<String, Optional<byte[]>> files) {
    this.files = files;
  }

  /**
   * @param before what the role says now
   * @param after what it is to say
   */
  static List<String> of(Metadata before, Metadata after, Function<String, Optional<byte[]>> files)
      throws TrustException, IOException {
    Summary summary = new Summary(files);
    summary.lines.add(
        after.role()
            + " "
            + before.version()
            + " -> "
            + after.version()
            + ", expires "
            + after.expires());
    if (after.role().equals(Metadata.ROOT)) {
      summary.root(before, after);
    } else {
      summary.targets(before.fields().object("targets"), after.fields().object("targets"));
    }
    return List.copyOf(summary.lines);
  }

  private void root(Metadata before, Metadata after) throws TrustException {
    for (String role : after.fields().object("roles").object().fields().keySet()) {
      RoleKeys old = Published.signers(before, role);
      RoleKeys now = Published.signers(after, role);
      compare(
          Map.of(role, old.threshold() + " of " + new TreeSet<>(old.keys().keySet())),
          Map.of(role, now.threshold() + " of " + new TreeSet<>(now.keys().keySet())),
          "  ");
    }
  }

  private void targets(Fields before, Fields after) throws TrustException, IOException {
    Map<String, String> old = described(before);
    Map<String, String> now = described(after);
    compare(old, now, "  ");
    for (String name : now.keySet()) {
      if (name.startsWith("channels/") && !Objects.equals(old.get(name), now.get(name))) {
        lines.add("  in " + name + ":");
        compare(channel(before, name), channel(after, name), "    ");
      }
    }
  }

  private static Map<String, String> described(Fields targets) throws TrustException {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map.Entry<String, Fields> entry : targets.objects().entrySet()) {
      Fields target = entry.getValue();
      String hash = target.object("hashes").text("sha256");
      all.put(
          entry.getKey(),
          target.number("length", 0)
              + " bytes, sha256 "
              + hash.substring(0, Math.min(HASH_DIGITS, hash.length()))
              + "...");
    }
    return all;
  }

  private Map<String, String> channel(Fields targets, String name)
      throws TrustException, IOException {
    Map<String, String> all = new LinkedHashMap<>();
    if (!targets.has(name)) {
      return all;
    }
    String hash = targets.object(name).object("hashes").text("sha256");
    Optional<byte[]> bytes = files.apply(hash);
    if (bytes.isEmpty()) {
      throw new IOException("the file of " + name + " is missing: " + hash);
    }
    ChannelFile channel = ChannelFile.parse(bytes.get());
    for (Release release : channel.releases()) {
      all.put(release.version(), text(release));
    }
    for (ChannelFile.Withdrawal gone : channel.withdrawn()) {
      all.put("withdrawn " + gone.version(), "go to " + gone.instead().orElse("the next newer"));
    }
    channel.floor().ifPresent(floor -> all.put("floor", floor));
    return all;
  }

  private static String text(Release release) {
    StringBuilder text = new StringBuilder();
    text.append(String.join(", ", release.platforms().keySet()));
    text.append("; published ").append(release.published());
    release.minFrom().ifPresent(from -> text.append("; from ").append(from).append(" on"));
    text.append("; layouts ").append(release.layout().reads());
    text.append(" -> ").append(release.layout().writes());
    if (release.rollout().isPresent()) {
      ChannelFile.Rollout rollout = release.rollout().get();
      for (ChannelFile.Step step : rollout.steps()) {
        text.append("; after ").append(step.hours()).append(" h ");
        text.append(step.perTenThousand()).append(" of 10000");
      }
      text.append(rollout.paused().orElse(false) ? "; PAUSED" : "");
    }
    text.append(release.urgent().orElse(false) ? "; URGENT" : "");
    text.append(release.manual().orElse(false) ? "; MANUAL" : "");
    return text.toString();
  }

  private void compare(Map<String, String> before, Map<String, String> after, String indent) {
    for (Map.Entry<String, String> entry : after.entrySet()) {
      String old = before.get(entry.getKey());
      if (!entry.getValue().equals(old)) {
        String sign = old == null ? "+ " : "~ ";
        lines.add(indent + sign + entry.getKey() + ": " + entry.getValue());
      }
    }
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        lines.add(indent + "- " + name);
      }
    }
  }
}

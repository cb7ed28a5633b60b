package dev.voltad.feed;

import dev.voltad.daemon.trust.Fields;
import dev.voltad.daemon.trust.JsonText;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long documents live: {@code work/settings.json}.
 *
 * @param days by role, 1 to {@value #MAX_DAYS}; what is delegated has that of {@code nightly}
 */
record Settings(Map<String, Integer> days) {
  static final int MAX_DAYS = 3_660;

  private static final String FILE = FeedFolder.WORK + "settings.json";

  Settings {
    days = Map.copyOf(days);
  }

  /** Empty if the feed was never begun. */
  static Optional<Settings> find(FeedFolder feed) throws IOException, TrustException {
    Optional<byte[]> bytes = feed.read(FILE);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    if (!(JsonText.read(bytes.get()) instanceof JsonObject object)) {
      throw new IOException("not an object: " + feed.path(FILE));
    }
    Fields fields =
        new Fields(FILE, "days", new Fields(FILE, "file", object).object("days").object());
    Map<String, Integer> days = new TreeMap<>();
    for (String role : fields.object().fields().keySet()) {
      days.put(role, (int) Math.min(fields.number(role, 1), MAX_DAYS));
    }
    return Optional.of(new Settings(days));
  }

  static Settings of(FeedFolder feed) throws IOException, TrustException, FeedException {
    return find(feed)
        .orElseThrow(
            () ->
                new FeedException(
                    new Problem(
                        "Could not change the feed.",
                        "There is no " + feed.path(FILE) + ", which says how long documents live.",
                        ProblemCode.CONFIGURATION,
                        "Run it where the feed is made, not on a mirror.")));
  }

  void write(FeedFolder feed) throws IOException {
    JsonObject object = JsonObject.EMPTY;
    for (Map.Entry<String, Integer> role : new TreeMap<>(days).entrySet()) {
      object = object.with(role.getKey(), role.getValue());
    }
    feed.replace(FILE, JsonText.write(JsonObject.EMPTY.with("schema", 1).with("days", object)));
  }

  /** When a document of that role expires that is made now. */
  Instant expires(String role, Instant now) {
    return now.plus(days.getOrDefault(role, days.get(Metadata.NIGHTLY)), ChronoUnit.DAYS);
  }
}

package dev.voltad.protocol.release;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a feed has in {@code channels/<name>.json}: docs/publishing.md. Only its form is checked
 * here; what it means, and whether that makes sense, is for whoever acts on it. Fields are only
 * ever added, and unknown ones are passed over.
 *
 * @param schema 1
 * @param releases in any order
 * @param withdrawn what nobody shall take any more
 * @param floor nothing older is ever taken from this feed
 */
@JsonPropertyOrder({"schema", "releases", "withdrawn", "floor"})
public record ChannelFile(
    int schema, List<Release> releases, List<Withdrawal> withdrawn, Optional<String> floor) {
  /** Of its text, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int SCHEMA = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              old ->
                  JsonInclude.Value.construct(
                      JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** A channel without anything in it. */
  public static final ChannelFile EMPTY =
      new ChannelFile(SCHEMA, List.of(), List.of(), Optional.empty());

  /**
   * One release.
   *
   * @param platforms for each, for example {@code linux-x64}, the target that is its tree manifest
   * @param minFrom older programs cannot update to it in one step
   * @param rollout none: every home at once
   * @param urgent passes over the rollout; none: it does not
   * @param manual told about and only taken when somebody asks; none: it is not
   */
  @JsonPropertyOrder({
    "version",
    "published",
    "platforms",
    "minFrom",
    "layout",
    "rollout",
    "urgent",
    "manual"
  })
  public record Release(
      String version,
      Instant published,
      Map<String, String> platforms,
      Optional<String> minFrom,
      Layouts layout,
      Optional<Rollout> rollout,
      Optional<Boolean> urgent,
      Optional<Boolean> manual) {
    public Release {
      require(version != null && published != null && layout != null, "release without its fields");
      platforms = new TreeMap<>(platforms == null ? Map.of() : platforms); // the same bytes again
    }
  }

  /**
   * @param reads numbers of layouts, for example 4 and 5
   * @param writes the one that it leaves a home in
   */
  public record Layouts(List<Integer> reads, int writes) {
    public Layouts {
      require(
          reads != null && reads.stream().allMatch(Objects::nonNull), "layout without \"reads\"");
      reads = List.copyOf(reads);
    }
  }

  /**
   * @param steps each {@code [hours since published, buckets of 10,000]}
   * @param paused none: it is not
   */
  public record Rollout(String salt, List<Step> steps, Optional<Boolean> paused) {
    public Rollout {
      require(salt != null, "rollout without \"salt\"");
      steps = steps == null ? List.of() : List.copyOf(steps);
    }
  }

  /** As a list of two numbers. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"hours", "perTenThousand"})
  public record Step(int hours, int perTenThousand) {}

  /**
   * @param instead what who has it goes to; none: the next that is newer
   */
  public record Withdrawal(String version, @JsonProperty("goto") Optional<String> instead) {
    public Withdrawal {
      require(version != null, "withdrawn without \"version\"");
    }
  }

  public ChannelFile {
    require(schema == SCHEMA, "schema " + schema);
    releases = releases == null ? List.of() : List.copyOf(releases);
    withdrawn = withdrawn == null ? List.of() : List.copyOf(withdrawn);
  }

  /**
   * @throws IOException if it is none; says why
   */
  public static ChannelFile parse(byte[] text) throws IOException {
    if (text.length > MAX_BYTES) {
      throw new IOException("a channel file of " + text.length + " bytes is too large");
    }
    try {
      ChannelFile channel = MAPPER.readValue(text, ChannelFile.class);
      if (channel == null) {
        throw new IOException("not a channel file: null");
      }
      return channel;
    } catch (JacksonException e) {
      throw new IOException("not a channel file: " + e.getOriginalMessage(), e);
    } catch (NullPointerException e) {
      throw new IOException("not a channel file: null in a list", e);
    }
  }

  /** Its bytes, the same for the same channel. */
  public byte[] text() {
    return (MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new IllegalArgumentException("not allowed in a channel file: " + what);
    }
  }
}

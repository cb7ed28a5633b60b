package dev.voltad.protocol.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is in a release tree: {@code manifest.json}, format in docs/release.md. One that was read is
 * safe to act on: its paths stay inside the tree, and nothing in it is larger than its limit. A
 * feed has the same, with a blob for each file.
 *
 * @param schema 1
 * @param version for example {@code 0.1.0}
 * @param platform for example {@code linux-x64}
 * @param files at most 10,000, 512 MiB together; sorted by path, none twice, none below another
 */
public record TreeManifest(int schema, String version, String platform, List<TreeEntry> files) {
  /** Its name, at the top of the tree. */
  public static final String FILE = "manifest.json";

  /** Of its text, in bytes. */
  public static final int MAX_BYTES = 4 << 20;

  private static final int SCHEMA = 1;
  private static final int MAX_FILES = 10_000;
  private static final long MAX_TOTAL_BYTES = 512L << 20;
  private static final int HASH_DIGITS = 12;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              old ->
                  JsonInclude.Value.construct(
                      JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public TreeManifest {
    require(schema == SCHEMA, "schema " + schema);
    require(version != null && version.matches("[0-9][0-9A-Za-z.+-]{0,63}"), "version " + version);
    require(platform != null && platform.matches("[a-z0-9-]{1,32}"), "platform " + platform);
    require(files != null && files.size() <= MAX_FILES, "count of files");
    files = List.copyOf(files);
    requireOrder(files);
    long total = files.stream().mapToLong(file -> file.size().orElse(0L)).sum();
    require(total <= MAX_TOTAL_BYTES, "total size " + total);
  }

  /** Of a tree of this schema. */
  public static TreeManifest of(String version, String platform, List<TreeEntry> files) {
    return new TreeManifest(SCHEMA, version, platform, files);
  }

  /**
   * @throws IOException if it is no manifest, or one that breaks a rule; says which
   */
  public static TreeManifest parse(byte[] text) throws IOException {
    if (text.length > MAX_BYTES) {
      throw new IOException("a manifest of " + text.length + " bytes is too large");
    }
    try {
      TreeManifest manifest = MAPPER.readValue(text, TreeManifest.class);
      if (manifest == null) {
        throw new IOException("not a manifest of a release tree: null");
      }
      return manifest;
    } catch (JacksonException e) {
      throw new IOException("not a manifest of a release tree: " + e.getOriginalMessage(), e);
    }
  }

  /** The same as it is on disk: without what only a feed says. */
  public TreeManifest withoutBlobs() {
    return of(
        version, platform, files.stream().map(file -> file.withBlob(Optional.empty())).toList());
  }

  /** The bytes of {@code manifest.json}: one line for each file, the same for the same tree. */
  public byte[] text() {
    StringBuilder text = new StringBuilder();
    text.append("{\"schema\":").append(schema);
    text.append(",\"version\":").append(MAPPER.writeValueAsString(version));
    text.append(",\"platform\":").append(MAPPER.writeValueAsString(platform));
    text.append(",\"files\":[");
    String separator = "\n";
    for (TreeEntry file : files) {
      text.append(separator).append(MAPPER.writeValueAsString(file));
      separator = ",\n";
    }
    return text.append("\n]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The name of the folder that a tree is kept in: {@code <version>-<12 hexadecimal digits>}, of
   * the hash of {@code manifest.json} as it is on disk.
   */
  public static String slotName(byte[] text) throws IOException {
    return parse(text).version() + "-" + Sha256.of(text).substring(0, HASH_DIGITS);
  }

  private static void requireOrder(List<TreeEntry> files) {
    Set<String> paths = new HashSet<>();
    String last = "";
    for (TreeEntry file : files) {
      String path = file.path();
      require(!path.equals(FILE) && path.compareTo(last) > 0, "order of " + path);
      for (int i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
        require(!paths.contains(path.substring(0, i)), "place of " + path);
      }
      paths.add(path);
      last = path;
    }
  }

  private static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new IllegalArgumentException("not allowed in a manifest: " + what);
    }
  }
}

package dev.voltad.migrate.install;

import dev.voltad.migrate.fs.PosixFileOps;
import dev.voltad.migrate.layout.HomePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code bin/} was before it became ours: {@code self/adopted.json}. It is there as long as
 * the home is adopted.
 *
 * @param links the targets of the links, by name; from here they are given back
 */
record Adopted(Map<Path, Path> links) {
  static final Path FILE = Path.of("self/adopted.json");

  private static final int SCHEMA = 1;
  private static final int MAX_BYTES = 16 << 20;
  private static final JsonMapper MAPPER = new JsonMapper();

  Adopted {
    links = Map.copyOf(links);
  }

  /**
   * @return empty if the home is not adopted
   * @throws IOException if the record cannot be read
   */
  static Optional<Adopted> of(Path home) throws IOException {
    Path file = home.resolve(FILE);
    try {
      byte[] bytes =
          PosixFileOps.read(file, MAX_BYTES)
              .orElseThrow(() -> new IOException(file + " is too large"));
      JsonNode json = MAPPER.readTree(bytes);
      Map<Path, Path> links = new TreeMap<>();
      for (Map.Entry<String, JsonNode> link : json.path("links").properties()) {
        links.put(HomePath.of(link.getKey()), HomePath.of(link.getValue().asString()));
      }
      return Optional.of(new Adopted(links));
    } catch (NoSuchFileException notAdopted) {
      return Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  byte[] text() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SCHEMA);
    ObjectNode to = json.putObject("links");
    new TreeMap<>(links)
        .forEach((name, target) -> to.put(HomePath.text(name), HomePath.text(target)));
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}

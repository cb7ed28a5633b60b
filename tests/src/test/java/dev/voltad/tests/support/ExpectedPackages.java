package dev.voltad.tests.support;

import dev.voltad.migrate.layout.HomePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packages of a home after a migration: configs in the form of v3, images that can be run. */
final class ExpectedPackages {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode expected;
  private final Path home;
  private final List<String> problems = new ArrayList<>();

  ExpectedPackages(JsonNode expected, Path home) {
    this.expected = expected;
    this.home = home;
  }

  /** All that is wrong with them; a package without an image may stay as it is, if reported. */
  List<String> problems(String reports) {
    for (JsonNode wanted : expected.path("packages")) {
      String path = "tools/user/packages/" + wanted.path("name").asString() + ".json";
      Optional<JsonNode> config = read(path);
      boolean hasImage = wanted.path("image_present").asBoolean();
      if (config.isPresent() && config.get().path("platform").path("node").isString()) {
        checkConfig(path, wanted, config.get());
        Json.texts(wanted.path("bins_after")).forEach(bin -> checkBin(wanted, bin));
      } else {
        expect(!hasImage, path + " is not in the form of v3: " + config);
      }
      if (hasImage) {
        checkImage(wanted);
      } else if (wanted.path("format").asString("").equals("legacy") && !isImage(wanted)) {
        expect(reports.contains(path), path + " has no image, and that is not reported");
      }
    }
    return problems;
  }

  private void checkConfig(String path, JsonNode wanted, JsonNode config) {
    same(path, "name", wanted, config);
    same(path, "version", wanted, config);
    same(path, "manager", wanted, config);
    same(path, "platform", wanted, config);
    Set<String> bins = Set.copyOf(Json.texts(config.path("bins")));
    Set<String> right = Set.copyOf(Json.texts(wanted.path("bins_after")));
    expect(bins.equals(right), path + ": bins are " + bins + ", not " + right);
  }

  private void checkBin(JsonNode wanted, String bin) {
    String path = "tools/user/bins/" + bin + ".json";
    if (Json.texts(expected.path("unreadable_bin_configs")).contains(path)) {
      return;
    }
    Optional<JsonNode> config = read(path);
    expect(config.isPresent(), path + " cannot be read");
    config.ifPresent(
        found -> {
          String owner = found.path("package").asString("nothing");
          expect(owner.equals(wanted.path("name").asString()), path + ": package is " + owner);
          expect(found.path("name").asString("").equals(bin), path + ": name is not " + bin);
          same(path, "version", wanted, found);
          same(path, "manager", wanted, found);
          same(path, "platform", wanted, found);
        });
  }

  private void checkImage(JsonNode wanted) {
    if (!wanted.path("manager").asString("").equals("Npm")) {
      return;
    }
    String name = wanted.path("name").asString();
    Path image = home.resolve("tools/image/packages").resolve(name);
    Path module = image.resolve("lib/node_modules").resolve(name);
    expect(Files.isDirectory(module), name + " has no " + module);
    for (String bin : Json.texts(wanted.path("bins_after"))) {
      Path program = image.resolve("bin").resolve(bin);
      expect(Files.isExecutable(program), program + " cannot be run");
    }
    Path shared = home.resolve("tools/shared").resolve(name);
    boolean isMade = wanted.path("format").asString("").equals("legacy");
    expect(!isMade || isSameFile(shared, module), shared + " does not lead to " + module);
  }

  /** Found again although it was not in its place: a staged one. */
  private boolean isImage(JsonNode wanted) {
    String name = wanted.path("name").asString();
    Path image = home.resolve("tools/image/packages").resolve(name);
    return Files.isDirectory(image.resolve("lib/node_modules").resolve(name));
  }

  private static boolean isSameFile(Path link, Path target) {
    try {
      return Files.isSymbolicLink(link) && link.toRealPath().equals(target.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private void same(String path, String field, JsonNode wanted, JsonNode found) {
    boolean isSame = Json.isSame(wanted.path(field), found.path(field));
    expect(
        isSame, path + ": " + field + " is " + found.path(field) + ", not " + wanted.path(field));
  }

  private Optional<JsonNode> read(String path) {
    try {
      return Optional.of(JSON.readTree(Files.readAllBytes(home.resolve(HomePath.of(path)))));
    } catch (JacksonException | IOException e) {
      return Optional.empty();
    }
  }

  private void expect(boolean isSo, String problem) {
    if (!isSo) {
      problems.add(problem);
    }
  }
}

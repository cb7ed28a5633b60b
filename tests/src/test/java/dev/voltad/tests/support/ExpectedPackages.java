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
  List<String> problems(String reports) throws IOException {
    for (JsonNode wanted : expected.path("packages")) {
      String path = "tools/user/packages/" + wanted.path("name").asString() + ".json";
      Optional<JsonNode> config = read(path);
      boolean isConverted =
          config.isPresent()
              && config.get().path("platform").has("node")
              && config.get().path("platform").path("node").isString();
      if (isConverted) {
        checkConfig(path, wanted, config.get());
        checkImage(wanted);
        for (String bin : Json.texts(wanted.path("bins_after"))) {
          checkBin(wanted, bin);
        }
      } else {
        boolean mayStay = !wanted.path("image_present").asBoolean() && reports.contains(path);
        expect(mayStay, path + " is not in the form of v3: " + config);
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

  private void checkBin(JsonNode wanted, String bin) throws IOException {
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
    expect(isSameFile(shared, module), shared + " does not lead to " + module);
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

  private Optional<JsonNode> read(String path) throws IOException {
    try {
      return Optional.of(JSON.readTree(Files.readAllBytes(home.resolve(HomePath.of(path)))));
    } catch (JacksonException | java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void expect(boolean isSo, String problem) {
    if (!isSo) {
      problems.add(problem);
    }
  }
}

package dev.voltad.tests.support;

import dev.voltad.migrate.layout.HomePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code expected.json} says of one sample, checked against its home after a migration. */
public final class ExpectedHome {
  private static final JsonNode ALL =
      new JsonMapper().readTree(SampleHome.file("expected.json").toFile());

  private final JsonNode expected;
  private final SampleHome sample;
  private final TreeManifest before;
  private final Path shim;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param before the home as it was
   * @param shim the program that shims should lead to
   */
  public ExpectedHome(SampleHome sample, TreeManifest before, Path shim) {
    this.expected = ALL.path(sample.name());
    this.sample = sample;
    this.before = before;
    this.shim = shim;
  }

  /** The paths that must be reported, because they cannot be used. */
  public List<String> unusable() {
    List<String> paths = new ArrayList<>();
    texts("unreadable_bin_configs").forEach(paths::add);
    texts("unreadable_package_configs").forEach(paths::add);
    if (expected.path("platform_after").has("unreadable")) {
      paths.add("tools/user/platform.json");
    }
    for (String version : texts("incomplete_nodes")) {
      if (!isNode(version)) {
        paths.add("tools/image/node/" + version);
      }
    }
    return paths;
  }

  /**
   * Fails with all that is wrong.
   *
   * @param reports everything the program said
   */
  public void check(String reports) throws IOException {
    TreeManifest after = TreeManifest.ofHome(sample.home());
    checkMarkers(after);
    checkTools();
    ExpectedPackages packages = new ExpectedPackages(expected, sample.home());
    problems.addAll(packages.problems(reports));
    checkMoves(after);
    checkPlatform(after);
    checkShims();
    checkUntouched(after);
    for (String path : unusable()) {
      expect(reports.contains(path), "not reported: " + path);
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(sample.name() + ":\n  " + String.join("\n  ", problems));
    }
  }

  private void checkMarkers(TreeManifest after) {
    List<String> markers =
        after.entries().keySet().stream().filter(path -> path.startsWith("layout.")).toList();
    expect(markers.equals(List.of("layout.v4")), "markers are " + markers);
  }

  private void checkTools() throws IOException {
    for (JsonNode node : expected.path("nodes")) {
      String version = node.path("version").asString();
      expect(isNode(version), "no usable node " + version);
      Path npm = at("tools/inventory/node/node-v" + version + "-npm");
      String found = Files.exists(npm) ? Files.readString(npm).strip() : "nothing";
      if (node.path("npm").isString()) {
        String wanted = node.path("npm").asString();
        expect(found.equals(wanted), npm + " says " + found + ", not " + wanted);
      }
    }
    for (JsonNode stranded : expected.path("stranded_node_images")) {
      String version = stranded.path("node").asString();
      boolean isThere = Files.exists(at("tools/image/node/" + version));
      expect(!isThere || isNode(version), "node " + version + " counts as installed, and is not");
    }
    for (String tool : List.of("npm", "yarn", "pnpm")) {
      for (String version : texts(tool + "s")) {
        String image = "tools/image/" + tool + "/" + version;
        expect(Files.isDirectory(at(image)), "no " + image);
      }
    }
  }

  private boolean isNode(String version) {
    return Files.isExecutable(at("tools/image/node/" + version + "/bin/node"));
  }

  private void checkMoves(TreeManifest after) {
    for (String kind : List.of("moved", "package_dirs")) {
      for (var entry : expected.path(kind).properties()) {
        String to = entry.getValue().asString();
        String difference = before.below(entry.getKey()).diff(after.below(to));
        expect(difference.isEmpty(), entry.getKey() + " is not the same in " + to + difference);
      }
    }
  }

  private void checkPlatform(TreeManifest after) throws IOException {
    String path = "tools/user/platform.json";
    JsonNode wanted = expected.path("platform_after");
    if (wanted.has("unreadable")) {
      expectSame(path, before.entries().get(path), after.entries().get(path));
    } else if (wanted.has("absent")) {
      expect(!Files.exists(at(path)), path + " appeared");
    } else {
      String text = Files.exists(at(path)) ? Files.readString(at(path)) : "";
      JsonNode found = new JsonMapper().readTree(text.isBlank() ? "{}" : text);
      if (wanted.has("no_default")) {
        expect(!found.path("node").isObject(), "a default platform appeared: " + found);
      } else {
        expect(Json.isSame(wanted, found), "default platform is " + found + ", not " + wanted);
      }
    }
  }

  private void checkShims() throws IOException {
    Set<String> allowed = new HashSet<>(texts("required_shims"));
    for (String name : texts("required_shims")) {
      expect(leadsToShim(at("bin/" + name)), "bin/" + name + " is no shim");
    }
    allowed.addAll(texts("optional_shims"));
    allowed.addAll(texts("shims_before"));
    try (Stream<Path> bin = Files.list(at("bin"))) {
      for (Path link : bin.toList()) {
        String name = HomePath.text(link.getFileName());
        expect(allowed.contains(name) || !leadsToShim(link), "bogus shim bin/" + name);
      }
    }
  }

  private boolean leadsToShim(Path link) throws IOException {
    return Files.isSymbolicLink(link) && Files.exists(link) && link.toRealPath().equals(shim);
  }

  private void checkUntouched(TreeManifest after) {
    for (var file : expected.path("unchanged").properties()) {
      String found = after.entries().getOrDefault(file.getKey(), "nothing");
      String wanted = before.entries().get(file.getKey());
      expect(found.endsWith(" " + file.getValue().asString()), file.getKey() + " changed");
      expectSame(file.getKey(), wanted, found);
    }
    for (JsonNode made : expected.path("user_made")) {
      String path = made.path("path").asString();
      expectSame(path, before.entries().get(path), after.entries().get(path));
      expect(Files.exists(at(path), LinkOption.NOFOLLOW_LINKS), path + " is gone");
    }
    for (String kind : List.of("unreadable_bin_configs", "unreadable_package_configs")) {
      for (String path : texts(kind)) {
        expectSame(path, before.entries().get(path), after.entries().get(path));
      }
    }
  }

  private void expectSame(String path, String wanted, String found) {
    expect(wanted != null && wanted.equals(found), path + " is " + found + ", was " + wanted);
  }

  private void expect(boolean isSo, String problem) {
    if (!isSo) {
      problems.add(problem);
    }
  }

  private List<String> texts(String field) {
    return Json.texts(expected.path(field));
  }

  private Path at(String path) {
    return sample.home().resolve(HomePath.of(path));
  }
}

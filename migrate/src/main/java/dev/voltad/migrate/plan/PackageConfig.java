package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Volta recorded of an installed package ({@code docs/layouts.md}, section 3).
 *
 * @param isLegacy whether it is the form of V0 to V2
 */
record PackageConfig(
    String name,
    String version,
    ToolPlatform platform,
    List<String> bins,
    String manager,
    boolean isLegacy) {

  private static final Set<String> MANAGERS = Set.of("Npm", "Pnpm", "Yarn");

  /**
   * {@code name} or {@code @scope/name}, of which a path can be made that stays where it should.
   */
  private static final Pattern NAME =
      Pattern.compile("(@[^/\\x00]+/)?(?!\\.{1,2}$)[^/\\x00@][^/\\x00]*");

  PackageConfig {
    bins = List.copyOf(bins);
  }

  /** The config in a text; empty if it is in neither form. */
  static Optional<PackageConfig> read(String text) {
    return JsonText.object(text).flatMap(PackageConfig::read);
  }

  private static Optional<PackageConfig> read(ObjectNode json) {
    Optional<String> name = JsonText.string(json, "name").filter(n -> NAME.matcher(n).matches());
    Optional<String> version = JsonText.string(json, "version").filter(Versions::isVersion);
    Optional<List<String>> bins = strings(json.get("bins"));
    if (name.isEmpty() || version.isEmpty() || bins.isEmpty()) {
      return Optional.empty();
    }
    JsonNode platform = json.get("platform");
    Optional<ToolPlatform> legacy = ToolPlatform.readLegacy(platform);
    if (legacy.isPresent()) {
      return Optional.of(
          new PackageConfig(name.get(), version.get(), legacy.get(), bins.get(), "Npm", true));
    }
    Optional<String> manager = JsonText.string(json, "manager").filter(MANAGERS::contains);
    return ToolPlatform.read(platform)
        .filter(any -> manager.isPresent())
        .map(
            current ->
                new PackageConfig(
                    name.get(), version.get(), current, bins.get(), manager.get(), false));
  }

  private static Optional<List<String>> strings(JsonNode array) {
    if (array == null || !array.isArray()) {
      return Optional.empty();
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode item : array) {
      if (!item.isString()) {
        return Optional.empty();
      }
      strings.add(item.stringValue());
    }
    return Optional.of(strings);
  }

  /** The same package in the form of V3, with these executables. */
  PackageConfig converted(List<String> executables) {
    return new PackageConfig(name, version, platform, executables, "Npm", false);
  }

  /** Its file, for example {@code tools/user/packages/@scope/name.json}. */
  Path file() {
    return HomeLayout.PACKAGES.resolve(HomePath.of(name + ".json"));
  }

  /** Its image, for example {@code tools/image/packages/@scope/name}. */
  Path image() {
    return HomeLayout.PACKAGE_IMAGES.resolve(HomePath.of(name));
  }

  /** Where the package itself is inside an npm prefix: {@code lib/node_modules/<name>}. */
  Path inPrefix() {
    return Path.of("lib", "node_modules").resolve(HomePath.of(name));
  }

  /** The text of its file, in the form of V3. */
  String text() {
    ObjectNode json = JsonText.newObject();
    json.put("name", name);
    json.put("version", version);
    platform.write(json);
    ArrayNode array = json.putArray("bins");
    bins.forEach(array::add);
    json.put("manager", manager);
    return JsonText.write(json);
  }

  /** The text of the config of one of its executables, in the form of V3. */
  String binText(String bin) {
    ObjectNode json = JsonText.newObject();
    json.put("name", bin);
    json.put("package", name);
    json.put("version", version);
    platform.write(json);
    json.put("manager", manager);
    return JsonText.write(json);
  }
}

package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Volta recorded of one executable ({@code docs/layouts.md}, section 3).
 *
 * @param packageName the package it belongs to
 * @param path where it is inside its package, for example {@code ./cli.js}; only up to V2
 * @param isLegacy whether it is the form of V0 to V2
 */
record BinConfig(String name, String packageName, Optional<String> path, boolean isLegacy) {

  /** The config in a text; empty if it is in neither form. */
  static Optional<BinConfig> read(String text) {
    return JsonText.object(text).flatMap(BinConfig::read);
  }

  private static Optional<BinConfig> read(ObjectNode json) {
    Optional<String> name = JsonText.string(json, "name");
    Optional<String> owner = JsonText.string(json, "package");
    if (name.isEmpty() || owner.isEmpty() || JsonText.string(json, "version").isEmpty()) {
      return Optional.empty();
    }
    if (ToolPlatform.readLegacy(json.get("platform")).isPresent()) {
      return JsonText.string(json, "path")
          .map(path -> new BinConfig(name.get(), owner.get(), Optional.of(path), true));
    }
    return ToolPlatform.read(json.get("platform"))
        .filter(any -> JsonText.string(json, "manager").isPresent())
        .map(any -> new BinConfig(name.get(), owner.get(), Optional.empty(), false));
  }

  /** The file of an executable's config. */
  static Path file(String name) {
    return HomeLayout.BINS.resolve(HomePath.of(name + ".json"));
  }
}

package dev.voltad.migrate.plan;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The versions a package or its executables run on, as both forms of the configs hold them ({@code
 * docs/layouts.md}, section 3).
 */
record ToolPlatform(
    String node, Optional<String> npm, Optional<String> pnpm, Optional<String> yarn) {

  /** {@code {"node": {"runtime": "12.18.0", "npm": null}, "yarn": null}}, up to V2. */
  static Optional<ToolPlatform> readLegacy(JsonNode platform) {
    JsonNode node = platform == null ? null : platform.get("node");
    if (node == null || !node.isObject() || !JsonText.hasStringOrNull(node, "npm")) {
      return Optional.empty();
    }
    if (!JsonText.hasStringOrNull(platform, "yarn")) {
      return Optional.empty();
    }
    return JsonText.string(node, "runtime")
        .map(
            runtime ->
                new ToolPlatform(
                    runtime,
                    JsonText.string(node, "npm"),
                    Optional.empty(),
                    JsonText.string(platform, "yarn")));
  }

  /** {@code {"node": "20.11.1", "npm": null, "pnpm": null, "yarn": "1.22.22"}}, from V3. */
  static Optional<ToolPlatform> read(JsonNode platform) {
    if (platform == null
        || !JsonText.hasStringOrNull(platform, "npm")
        || !JsonText.hasStringOrNull(platform, "yarn")) {
      return Optional.empty();
    }
    return JsonText.string(platform, "node")
        .map(
            node ->
                new ToolPlatform(
                    node,
                    JsonText.string(platform, "npm"),
                    JsonText.string(platform, "pnpm"),
                    JsonText.string(platform, "yarn")));
  }

  /** Writes the form of V3 into {@code config}. */
  void write(ObjectNode config) {
    ObjectNode platform = config.putObject("platform");
    platform.put("node", node);
    platform.put("npm", npm.orElse(null));
    platform.put("pnpm", pnpm.orElse(null));
    platform.put("yarn", yarn.orElse(null));
  }
}

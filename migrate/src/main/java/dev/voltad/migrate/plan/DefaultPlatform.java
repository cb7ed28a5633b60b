package dev.voltad.migrate.plan;

import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tools/user/platform.json}: the versions used outside projects. */
final class DefaultPlatform {
  private DefaultPlatform() {}

  /** Whether upstream can read it: empty, or an object with well-formed fields. */
  static boolean isReadable(String text) {
    if (text.isEmpty()) {
      return true;
    }
    return JsonText.object(text).filter(DefaultPlatform::isWellFormed).isPresent();
  }

  private static boolean isWellFormed(ObjectNode json) {
    JsonNode node = json.get("node");
    return node == null
        || node.isNull()
        || JsonText.string(node, "runtime").isPresent() && JsonText.hasStringOrNull(node, "npm");
  }

  /**
   * The text with npm cleared where it is the one bundled with Node. Up to V1 the bundled version
   * was written there; from V2 on it means an npm of one's own, and null means the bundled one.
   * Everything else in the file, keys we do not know included, stays.
   *
   * @param bundledNpm the npm bundled with a Node version, where known
   * @return empty if nothing has to change
   */
  static Optional<String> withoutBundledNpm(
      String text, Function<String, Optional<String>> bundledNpm) {
    Optional<ObjectNode> json = JsonText.object(text).filter(DefaultPlatform::isWellFormed);
    if (json.isEmpty() || !(json.get().get("node") instanceof ObjectNode node)) {
      return Optional.empty();
    }
    Optional<String> npm = JsonText.string(node, "npm");
    Optional<String> bundled =
        JsonText.string(node, "runtime").filter(Versions::isVersion).flatMap(bundledNpm);
    if (npm.isEmpty() || !npm.equals(bundled)) {
      return Optional.empty();
    }
    node.putNull("npm"); // keeps its place among the keys
    return Optional.of(JsonText.write(json.get()));
  }
}

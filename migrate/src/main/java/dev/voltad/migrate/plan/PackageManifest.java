package dev.voltad.migrate.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What matters of a package's own {@code package.json}.
 *
 * @param name as it says; empty if it does not
 * @param version as it says; empty if it does not
 * @param bins executable to path inside the package, by npm's rule: a single one is named like the
 *     package without its scope; paths cannot leave the package
 */
record PackageManifest(Optional<String> name, Optional<String> version, Map<String, String> bins) {
  /** The record of an executable is called as it is and {@code .json}, in 255 bytes. */
  private static final int LONGEST_NAME = 250;

  private static final int LONGEST_PART = 255;

  /** A link leads there, below the folder of the package. */
  private static final int LONGEST_PATH = 2000;

  static Optional<PackageManifest> read(String text) {
    return JsonText.object(text).map(PackageManifest::read);
  }

  private static PackageManifest read(ObjectNode json) {
    Optional<String> name = JsonText.string(json, "name");
    Map<String, String> bins = new LinkedHashMap<>();
    JsonNode bin = json.get("bin");
    if (bin != null && bin.isString() && name.isPresent()) {
      add(bins, unscoped(name.get()), bin);
    } else if (bin instanceof ObjectNode object) {
      object.properties().forEach(entry -> add(bins, entry.getKey(), entry.getValue()));
    }
    return new PackageManifest(name, JsonText.string(json, "version"), bins);
  }

  private static void add(Map<String, String> bins, String name, JsonNode path) {
    if (isBinName(name) && path.isString()) {
      inside(path.stringValue()).ifPresent(clean -> bins.put(name, clean));
    }
  }

  /** A name that can be that of a file in {@code bin/}; upstream drops the others too. */
  static boolean isBinName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && bytes(name) <= LONGEST_NAME
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** {@code name} of {@code @scope/name}. */
  static String unscoped(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The path without {@code ./} and with {@code ..} stopping at the package, as npm cleans it. */
  static Optional<String> inside(String path) {
    ArrayDeque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    boolean isClean =
        !parts.isEmpty()
            && path.indexOf('\0') < 0
            && bytes(path) <= LONGEST_PATH
            && parts.stream().allMatch(part -> bytes(part) <= LONGEST_PART);
    return isClean ? Optional.of(String.join("/", parts)) : Optional.empty();
  }
}

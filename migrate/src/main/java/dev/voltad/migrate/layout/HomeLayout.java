package dev.voltad.migrate.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The paths of a home, relative to it. They are upstream's ({@code docs/layouts.md}, section 2);
 * what differs between the layouts says so.
 */
public final class HomeLayout {
  public static final Path BIN = Path.of("bin");
  public static final Path TMP = Path.of("tmp");

  public static final Path TOOLS = Path.of("tools");
  public static final Path IMAGE = Path.of("tools/image");
  public static final Path NODE_IMAGES = Path.of("tools/image/node");
  public static final Path PACKAGE_IMAGES = Path.of("tools/image/packages");
  public static final Path INVENTORY = Path.of("tools/inventory");
  public static final Path NODE_INVENTORY = Path.of("tools/inventory/node");
  public static final Path SHARED = Path.of("tools/shared");
  public static final Path USER = Path.of("tools/user");
  public static final Path PLATFORM = Path.of("tools/user/platform.json");
  public static final Path PACKAGES = Path.of("tools/user/packages");
  public static final Path BINS = Path.of("tools/user/bins");

  /** V0 to V2: archives of packages. Gone in V3. */
  public static final Path PACKAGE_INVENTORY = Path.of("tools/inventory/packages");

  /** V0: the programs at the top of the home, and the shell functions. Gone in V1. */
  public static final List<Path> V0_ONLY =
      List.of(
          Path.of("load.sh"),
          Path.of("load.fish"),
          Path.of("load.bash"),
          Path.of("volta"),
          Path.of("shim"));

  /** V2 to V3: where npm puts a package before Volta moves it into place. */
  public static final Path PACKAGE_STAGING = Path.of("tmp/image/packages");

  /** All folders of V4, parents first. */
  public static final List<Path> DIRECTORIES =
      List.of(
          Path.of("cache"),
          Path.of("cache/node"),
          BIN,
          Path.of("log"),
          TOOLS,
          INVENTORY,
          NODE_INVENTORY,
          Path.of("tools/inventory/npm"),
          Path.of("tools/inventory/pnpm"),
          Path.of("tools/inventory/yarn"),
          IMAGE,
          NODE_IMAGES,
          Path.of("tools/image/npm"),
          Path.of("tools/image/pnpm"),
          Path.of("tools/image/yarn"),
          PACKAGE_IMAGES,
          SHARED,
          USER,
          BINS,
          PACKAGES,
          TMP);

  /** The tools that have a shim in every home. */
  public static final List<String> DEFAULT_SHIMS =
      List.of("node", "npm", "npx", "pnpm", "yarn", "yarnpkg");

  /** Programs in {@code bin/}; never the name of a shim. */
  public static final Set<String> PROGRAMS =
      Set.of("volta", "volta-migrate", "volta-shim", "voltad");

  /** Everything of ours; upstream ignores it. */
  public static final Path SELF = Path.of("self");

  public static final Path JOURNALS = Path.of("self/journal");

  /** There after an undo: a daemon does not migrate such a home on its own. */
  public static final Path UNDONE = Path.of("self/undone");

  /** There from the activation of an update until it can no longer be taken back. */
  public static final Path UPDATE = Path.of("self/state");

  /** The last good copy of every record. */
  public static final Path RECORD_COPIES = Path.of("self/records.json");

  /** What was done to the home, one JSON object a line. */
  public static final Path HISTORY = Path.of("self/history.jsonl");

  private HomeLayout() {}

  /** Where npm's version is kept that came with a Node, for example {@code 20.0.0}. */
  public static Path bundledNpm(String nodeVersion) {
    return NODE_INVENTORY.resolve("node-v" + nodeVersion + "-npm");
  }
}

package dev.voltad.daemon;

import dev.voltad.daemon.update.UpdateHome;
import dev.voltad.migrate.VoltaHome;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the daemon was started with.
 *
 * @param home the home it keeps
 * @param install the folder of the programs
 */
record Config(Path home, Path install, Map<String, String> environment) {
  /** The release tree of this program; set by the launcher. */
  private static final String TREE = "voltad.tree";

  Config {
    environment = Map.copyOf(environment);
  }

  static Config from(Map<String, String> environment) throws StartException {
    Path home =
        VoltaHome.find(environment)
            .orElseThrow(() -> refused("Neither VOLTA_HOME nor HOME is set.", "Set VOLTA_HOME."));
    Path install =
        VoltaHome.programs(environment)
            .orElseThrow(
                () ->
                    refused(
                        "Nothing says where volta-shim is.",
                        "Start it as bin/voltad, or set VOLTA_INSTALL_DIR."));
    return new Config(home, install, environment);
  }

  /** Of this program. */
  Path tree() {
    return Path.of(System.getProperty(TREE, ""));
  }

  /** The home and this release, as far as updates go. */
  UpdateHome updates() {
    return UpdateHome.of(home, tree(), install, InstantSource.system());
  }

  /** Held by the one daemon of the home. */
  Path lockFile() {
    return home.resolve("self/daemon.lock");
  }

  private static StartException refused(String why, String next) {
    return new StartException(
        new Problem("Could not start the daemon.", why, ProblemCode.ENVIRONMENT, next));
  }
}

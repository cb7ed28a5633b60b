package dev.voltad.daemon;

import dev.voltad.migrate.VoltaHome;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the daemon was started with.
 *
 * @param home the home it keeps
 * @param install the folder of the programs
 */
record Config(Path home, Path install, Map<String, String> environment) {

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

  /** Held by the one daemon of the home. */
  Path lockFile() {
    return home.resolve("self/daemon.lock");
  }

  private static StartException refused(String why, String next) {
    return new StartException(
        new Problem("Could not start the daemon.", why, ProblemCode.ENVIRONMENT, next));
  }
}

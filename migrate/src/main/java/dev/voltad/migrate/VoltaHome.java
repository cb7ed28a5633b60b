package dev.voltad.migrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the home and the programs are. The rules are upstream's: {@code docs/layouts.md}. */
public final class VoltaHome {
  private VoltaHome() {}

  /**
   * {@code VOLTA_HOME}, else {@code .volta} in the user's folder, made absolute.
   *
   * @return empty if neither is known
   */
  public static Optional<Path> find(Map<String, String> environment) {
    String named = environment.getOrDefault("VOLTA_HOME", "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named).toAbsolutePath().normalize());
    }
    String user = environment.getOrDefault("HOME", "");
    if (user.isEmpty()) {
      user = System.getProperty("user.home", "");
    }
    return user.isEmpty() || user.equals("?")
        ? Optional.empty()
        : Optional.of(Path.of(user).toAbsolutePath().normalize().resolve(".volta"));
  }

  /** Whether something else is where the home should be. */
  public static boolean isNoFolder(Path home) {
    return Files.exists(home) && !Files.isDirectory(home);
  }

  /**
   * {@code VOLTA_INSTALL_DIR}, else the folder of the launcher that started this program (system
   * property {@code voltad.install}).
   *
   * @return empty if neither is known
   */
  public static Optional<Path> programs(Map<String, String> environment) {
    String named = environment.getOrDefault("VOLTA_INSTALL_DIR", "");
    String launched = System.getProperty("voltad.install", "");
    String directory = named.isEmpty() ? launched : named;
    return directory.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(directory).toAbsolutePath());
  }
}

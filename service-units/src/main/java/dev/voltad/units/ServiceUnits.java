package dev.voltad.units;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The units of the daemon of one home, as text.
 *
 * @param home absolute
 * @param voltad the program, absolute; nothing that outlives a release, so {@code
 *     ~/.volta/bin/voltad}
 */
public record ServiceUnits(Path home, Path voltad) {
  public ServiceUnits {
    requirePlain(home, "home");
    requirePlain(voltad, "voltad");
    if (voltad.toString().matches(".*[\"'\\\\].*")) {
      throw new IllegalArgumentException("systemd takes no quote in a program's path: " + voltad);
    }
  }

  /** {@code ~/.config/systemd/user/voltad.service}. */
  public String systemdService() {
    return systemd("voltad.service");
  }

  /** {@code ~/.config/systemd/user/voltad.socket}. */
  public String systemdSocket() {
    return systemd("voltad.socket");
  }

  /** {@code ~/Library/LaunchAgents/dev.voltad.plist}. */
  public String launchdAgent() {
    return template("dev.voltad.plist")
        .replace("@HOME@", xml(home.toString()))
        .replace("@VOLTAD@", xml(voltad.toString()));
  }

  /** In a unit a percent sign begins a specifier, and quotes and backslashes quote. */
  private String systemd(String name) {
    return template(name)
        .replace("=@VOLTAD@", "=\"" + systemdQuoted(voltad) + "\"")
        .replace("@HOME@", systemdQuoted(home));
  }

  private static String systemdQuoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String template(String name) {
    try (InputStream stream = ServiceUnits.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of this program", e);
    }
  }

  private static void requirePlain(Path path, String name) {
    boolean hasControl = path.toString().chars().anyMatch(Character::isISOControl);
    if (!path.isAbsolute() || hasControl) {
      throw new IllegalArgumentException(
          name + " must be absolute and without control characters: " + path);
    }
  }
}

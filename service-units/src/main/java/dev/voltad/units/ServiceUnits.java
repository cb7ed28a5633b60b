package dev.voltad.units;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The units of the daemon of one home, as text.
 *
 * @param name what the units are called, for example {@code voltad}: letters, digits and hyphens
 * @param home absolute
 * @param voltad the program, absolute; nothing that outlives a release, so {@code
 *     ~/.volta/bin/voltad}
 * @param java the {@code JAVA_HOME} that it needs; empty if it finds a JVM without
 */
public record ServiceUnits(String name, Path home, Path voltad, Optional<Path> java) {
  public ServiceUnits {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("no name of a unit: " + name);
    }
    requirePlain(home, "home");
    requirePlain(voltad, "voltad");
    java.ifPresent(path -> requirePlain(path, "java"));
    if (voltad.toString().matches(".*[\"'\\\\].*")) {
      throw new IllegalArgumentException("systemd takes no quote in a program's path: " + voltad);
    }
  }

  /** The service: {@code ~/.config/systemd/user/<name>.service}. */
  public String systemdService() {
    return systemd("voltad.service");
  }

  /** Its socket: {@code ~/.config/systemd/user/<name>.socket}. */
  public String systemdSocket() {
    return systemd("voltad.socket");
  }

  /** {@code ~/Library/LaunchAgents/dev.<name>.plist}. */
  public String launchdAgent() {
    String variable = "    <key>JAVA_HOME</key>\n    <string>%s</string>\n";
    return template("dev.voltad.plist")
        .replace("@NAME@", name)
        .replace(
            "    @JAVA@\n", java.map(path -> variable.formatted(xml(path.toString()))).orElse(""))
        .replace("@HOME@", xml(home.toString()))
        .replace("@VOLTAD@", xml(voltad.toString()));
  }

  /** In a unit a percent sign begins a specifier, and quotes and backslashes quote. */
  private String systemd(String file) {
    String variable = "Environment=\"JAVA_HOME=%s\"\n";
    return template(file)
        .replace("@NAME@", name)
        .replace("@JAVA@\n", java.map(path -> variable.formatted(systemdQuoted(path))).orElse(""))
        .replace("=@VOLTAD@", "=\"" + systemdQuoted(voltad) + "\"")
        .replace("=@VOLTA@", "=\"" + systemdQuoted(voltad.resolveSibling("volta")) + "\"")
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

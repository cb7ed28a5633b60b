package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small home made for one row of {@code shim-rows.txt}, and the environment of its command. The
 * stock: default versions node 18.1.0, npm 9.3.0, pnpm 8.1.0 and yarn 1.22.19, others beside them,
 * the package {@code @farm/cowsay}, a folder {@code project} that pins node 20.2.0, and {@code
 * empty} and {@code system} without anything; PATH is the shims, then {@code system}.
 */
public final class ShimWorld {
  private static final String CONFIG =
      """
      {"name":"%s","package":"%s","version":"1.0.0","platform":{"node":"%s","npm":null,\
      "pnpm":null,"yarn":%s},"manager":"%s"}
      """;

  private final Path user;
  private final Path home;
  private final Path recorder;
  private final Path shim;
  private final Map<String, String> environment = new TreeMap<>();

  /**
   * Makes the stock.
   *
   * @param user the folder of the user, which does not exist yet
   * @param recorder the program that stands for all tools, on the same filesystem
   * @param shim the shim program
   */
  public ShimWorld(Path user, Path recorder, Path shim) throws IOException {
    this.user = user;
    this.home = user.resolve(".volta");
    this.recorder = recorder;
    this.shim = shim;
    for (String folder : List.of("empty", "system", "project", ".volta/bin")) {
      Files.createDirectories(user.resolve(folder));
    }
    Files.createFile(home.resolve("layout.v4"));
    image("node", "18.1.0", "node", "npm", "npx");
    image("node", "20.2.0", "node", "npm", "npx");
    write(home.resolve("tools/inventory/node/node-v18.1.0-npm"), "8.8.0");
    write(home.resolve("tools/inventory/node/node-v20.2.0-npm"), "9.6.6");
    for (String npm : List.of("9.3.0", "10.1.0")) {
      image("npm", npm, "npm", "npx");
    }
    for (String yarn : List.of("1.22.19", "3.6.0")) {
      image("yarn", yarn, "yarn", "yarnpkg");
    }
    for (String pnpm : List.of("8.1.0", "7.7.1")) {
      image("pnpm", pnpm, "pnpm", "pnpx");
    }
    for (String tool : List.of("node", "npm", "npx", "yarn", "yarnpkg", "pnpm", "volta-shim")) {
      link(home.resolve("bin").resolve(tool), shim);
    }
    installPackage("@farm/cowsay", "cowsay", "Npm", "18.1.0", "null");
    write(
        home.resolve("tools/user/platform.json"),
        "{\"node\":{\"runtime\":\"18.1.0\",\"npm\":\"9.3.0\"},"
            + "\"pnpm\":\"8.1.0\",\"yarn\":\"1.22.19\"}");
    write(user.resolve("project/package.json"), "{\"volta\":{\"node\":\"20.2.0\"}}");
    environment.put("HOME", user.toString());
    environment.put("VOLTA_HOME", home.toString());
    environment.put("PATH", home.resolve("bin") + ":" + user.resolve("system"));
    environment.put(Program.MARK, Program.MARK_VALUE);
  }

  public Path user() {
    return user;
  }

  public Path home() {
    return home;
  }

  /** What the command of the row gets, and nothing else. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Replaces {@code $image}, {@code $home} and {@code $user}. */
  public String expand(String text) {
    return text.replace("$image", home + "/tools/image")
        .replace("$home", home.toString())
        .replace("$user", user.toString());
  }

  /** Does an instruction that changes something; others are left to the caller. */
  public void apply(ShimRow.Instruction instruction) throws IOException {
    String text = expand(instruction.text());
    List<String> words = ShimRow.words(text);
    switch (instruction.verb()) {
      case "env" -> environment.put(before(text, '='), after(text, '='));
      case "unset" -> environment.remove(text);
      case "file" -> write(Path.of(before(text, ' ')), after(text, ' ').replace("\\n", "\n"));
      case "program" -> program(Path.of(text));
      case "blank" -> blank(Path.of(text));
      case "node" -> {
        image("node", words.get(0), "node", "npm", "npx");
        write(home.resolve("tools/inventory/node/node-v" + words.get(0) + "-npm"), words.get(1));
      }
      case "npm" -> image("npm", words.get(0), "npm", "npx");
      case "package" ->
          installPackage(
              words.get(0),
              words.get(1),
              words.get(2),
              words.get(3),
              words.size() == 4 ? "null" : '"' + after(words.get(4), '=') + '"');
      case "shim" -> link(home.resolve("bin").resolve(text), shim);
      case "folder" -> Files.createDirectories(user.resolve(text));
      case "remove" -> Trees.delete(Path.of(text));
      case "link" -> link(Path.of(words.get(0)), Path.of(words.get(1)));
      case "mode" -> mode(Path.of(words.get(0)), words.get(1));
      default -> throw new IllegalArgumentException("no such instruction: " + instruction);
    }
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String after(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? "" : text.substring(at + 1);
  }

  private void image(String tool, String version, String... programs) throws IOException {
    for (String program : programs) {
      program(home.resolve("tools/image/" + tool + "/" + version + "/bin/" + program));
    }
  }

  private void installPackage(String name, String bin, String manager, String node, String yarn)
      throws IOException {
    program(home.resolve("tools/image/packages/" + name + "/bin/" + bin));
    write(
        home.resolve("tools/user/bins/" + bin + ".json"),
        CONFIG.formatted(bin, name, node, yarn, manager));
    if (!Files.exists(home.resolve("bin").resolve(bin), LinkOption.NOFOLLOW_LINKS)) {
      link(home.resolve("bin").resolve(bin), shim);
    }
  }

  private void program(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.createLink(path, recorder);
  }

  private static void blank(Path path) throws IOException {
    write(path, "");
    mode(path, "755");
  }

  private static void mode(Path path, String octal) throws IOException {
    StringBuilder mode = new StringBuilder();
    for (char digit : octal.toCharArray()) {
      int bits = digit - '0';
      mode.append((bits & 4) == 0 ? '-' : 'r');
      mode.append((bits & 2) == 0 ? '-' : 'w');
      mode.append((bits & 1) == 0 ? '-' : 'x');
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode.toString()));
  }

  private static void link(Path path, Path target) throws IOException {
    Files.createDirectories(path.getParent());
    Files.createSymbolicLink(path, target);
  }

  private static void write(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}

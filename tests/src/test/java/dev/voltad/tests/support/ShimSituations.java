package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the cost of a shim is looked at. Every tool is the same small program, so what is measured
 * is the shim.
 */
public final class ShimSituations {
  private static final int DEPENDENCIES = 40;
  private static final int LARGE = 1_000_000;

  private final ShimWorld world;
  private final List<Situation> all = new ArrayList<>();

  /**
   * One of them.
   *
   * @param name for the table
   * @param folder the current folder
   * @param path PATH
   * @param tool the name of the tool
   * @param program what the shim executes in the end
   */
  public record Situation(String name, Path folder, String path, String tool, Path program) {}

  /** Makes folders and files for all of them in a world of its own. */
  public ShimSituations(ShimWorld world) throws IOException {
    this.world = world;
    Path user = world.user();
    String path = world.environment().get("PATH");
    String pinned = "\"volta\":{\"node\":\"20.2.0\"}";
    Path node18 = world.home().resolve("tools/image/node/18.1.0/bin/node");
    Path node20 = world.home().resolve("tools/image/node/20.2.0/bin/node");
    Path cow = world.home().resolve("tools/image/packages/@farm/cowsay/bin/cowsay");
    manifest(user.resolve("deep/package.json"), DEPENDENCIES, pinned);
    Path five = Files.createDirectories(user.resolve("deep/1/2/3/4/5"));
    Path fifteen = Files.createDirectories(five.resolve("6/7/8/9/10/11/12/13/14/15"));
    manifest(
        user.resolve("inner/package.json"),
        DEPENDENCIES,
        "\"volta\":{\"extends\":\"../deep/package.json\"}");
    manifest(user.resolve("large/package.json"), LARGE / 30, pinned);
    String entries =
        IntStream.range(0, 200).mapToObj(i -> user + "/path/" + i).collect(Collectors.joining(":"));
    add("outside a project", "empty", path, "node", node18);
    add("project, 5 deep", "deep/1/2/3/4/5", path, "node", node20);
    add("project, 15 deep", user.relativize(fifteen).toString(), path, "node", node20);
    add("project that extends another", "inner", path, "node", node20);
    add("package, outside a project", "empty", path, "cowsay", cow);
    add("package, project 5 deep", "deep/1/2/3/4/5", path, "cowsay", cow);
    add(
        "project, 5 deep, 200 entries on PATH",
        "deep/1/2/3/4/5",
        path + ":" + entries,
        "node",
        node20);
    add("project with a manifest of 1 MB", "large", path, "node", node20);
  }

  public List<Situation> all() {
    return List.copyOf(all);
  }

  /** The manifest of nearly a megabyte. */
  public Path largeManifest() {
    return world.user().resolve("large/package.json");
  }

  private void add(String name, String folder, String path, String tool, Path program) {
    all.add(new Situation(name, world.user().resolve(folder), path, tool, program));
  }

  private static void manifest(Path file, int dependencies, String rest) throws IOException {
    String entries =
        IntStream.range(0, dependencies)
            .mapToObj(i -> "    \"package-" + i + "\": \"^" + i % 10 + ".2.3\"")
            .collect(Collectors.joining(",\n"));
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{\n  \"name\": \"bench\",\n  \"dependencies\": {\n"
            + entries
            + "\n  },\n  "
            + rest
            + "\n}\n");
  }
}

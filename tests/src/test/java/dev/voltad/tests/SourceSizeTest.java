package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The caps on files, methods and functions. There is no list of exceptions. */
class SourceSizeTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final int FILE = 300;
  private static final int TEST_FILE = 400;
  private static final int METHOD = 40;

  private static final Pattern NO_METHOD =
      Pattern.compile(
          "\\b(if|for|while|switch|try|catch|else|do|synchronized|return|new|class|interface|enum"
              + "|record|static \\{|->)\\b|->|=");

  /** Neither blank, nor an annotation, nor the end of what stands before a head. */
  private static final Pattern HEAD_GOES_ON = Pattern.compile("\\s*[^\\s@}].*[^{};/\\s]");

  @Test
  void files_lines_withinCap() throws IOException {
    List<String> large = new ArrayList<>();
    for (Path file : sources()) {
      int lines = Files.readAllLines(file).size();
      int cap = file.toString().contains("/src/test/") ? TEST_FILE : FILE;
      if (lines > cap) {
        large.add(TOP.relativize(file) + " has " + lines + " lines, may have " + cap);
      }
    }

    assertEquals(List.of(), large);
  }

  @Test
  void methods_lines_withinCap() throws IOException {
    List<String> large = new ArrayList<>();
    for (Path file : sources()) {
      List<String> lines = Files.readAllLines(file);
      boolean isJava = file.toString().endsWith(".java");
      for (int i = 0; i < lines.size(); i++) {
        String end = isJava ? endOfMethod(lines, i) : lines.get(i).equals("{") ? "}" : "";
        int length = end.isEmpty() ? 0 : lines.subList(i, lines.size()).indexOf(end) + 1;
        if (length > METHOD) {
          large.add(TOP.relativize(file) + ":" + (i + 1) + " is " + length + " lines long");
        }
      }
    }

    assertEquals(List.of(), large);
  }

  /** The line that ends the method whose head ends here; empty if none does. */
  private static String endOfMethod(List<String> lines, int line) {
    String head = lines.get(line);
    if (!head.endsWith(" {") || !head.contains(")")) {
      return "";
    }
    int first = line;
    while (first > 0 && HEAD_GOES_ON.matcher(lines.get(first - 1)).matches()) {
      first--;
    }
    boolean isMethod = !NO_METHOD.matcher(String.join(" ", lines.subList(first, line + 1))).find();
    int indent = indent(lines.get(first));
    return isMethod && indent <= 6 ? " ".repeat(indent) + "}" : "";
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  @Test
  void packages_haveAnInfoFile() throws IOException {
    List<Path> bare = new ArrayList<>();
    for (Path file : sources()) {
      Path info = file.resolveSibling("package-info.java");
      boolean isMain = file.toString().contains("/src/main/java/");
      if (isMain && !Files.exists(info)) {
        bare.add(TOP.relativize(file.getParent()));
      }
    }

    assertEquals(List.of(), bare);
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules =
        Stream.concat(Files.list(TOP), Files.list(TOP.resolve("release")))) {
      for (Path module : modules.filter(path -> Files.exists(path.resolve("src"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
          files
              .filter(file -> file.toString().matches(".*\\.(java|c|h)"))
              .filter(file -> !file.toString().contains("/harness/"))
              .forEach(sources::add);
        }
      }
    }
    assertFalse(sources.isEmpty());
    return sources;
  }
}

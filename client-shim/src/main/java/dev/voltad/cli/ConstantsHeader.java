package dev.voltad.cli;

import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes {@code src/main/c/constants.h}: what the native programs share with the Java programs.
 *
 * <p>The header is committed, so that the C builds without Java; a test compares it with {@link
 * #text()}. Immutable.
 */
final class ConstantsHeader {
  private static final int ENVIRONMENT = ProblemCode.ENVIRONMENT.exitCode();
  private static final int CANNOT_RUN = ProblemCode.CANNOT_RUN.exitCode();

  private ConstantsHeader() {}

  /**
   * Writes the header.
   *
   * @param arguments one: the path of the header
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  /** The whole header. */
  static String text() {
    StringBuilder header = new StringBuilder();
    header.append("/* Written by dev.voltad.cli.ConstantsHeader; a test compares the two. */\n");
    header.append("#ifndef VOLTAD_CONSTANTS_H\n#define VOLTAD_CONSTANTS_H\n\n");
    header.append("/* Exit codes. */\n");
    exitCodes().forEach((name, code) -> define(header, name, code.toString()));
    header.append("\n/* Files and resources; files are relative to the home. */\n");
    names().forEach((name, value) -> define(header, name, quoted(value)));
    header.append("\n/* Commands that only upstream's volta has. */\n");
    header.append("#define UPSTREAM_COMMANDS \\\n");
    header.append(
        Upstream.COMMANDS.stream()
            .map(command -> "    " + quoted(command))
            .collect(Collectors.joining(", \\\n", "", "\n")));
    header.append("\n/* Variables of the environment. */\n");
    variables().forEach((name, value) -> define(header, name, quoted(value)));
    header.append("\n/* Cases of the cold path. */\n");
    for (ColdCase rare : ColdCase.values()) {
      define(header, "COLD_" + rare.name(), quoted(rare.id()));
    }
    header.append("\n/* Problems. */\n");
    for (ShimProblem problem : ShimProblem.values()) {
      define(header, "PROBLEM_" + problem.name(), quoted(problem.id()));
    }
    return header.append("\n#endif\n").toString();
  }

  private static Map<String, Integer> exitCodes() {
    Map<String, Integer> codes = new LinkedHashMap<>();
    codes.put("EXIT_ENVIRONMENT", ENVIRONMENT);
    codes.put("EXIT_CANNOT_RUN", CANNOT_RUN);
    return codes;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("LAYOUT_MARKER", LayoutVersion.CURRENT.marker().orElseThrow().toString());
    names.put("LOCK_FILE", "volta.lock");
    names.put("ENDPOINT_FILE", "self/endpoint");
    names.put("POINTER", "self/current");
    names.put("UPSTREAM_CLI", Upstream.PROGRAM);
    names.put("UPSTREAM_SHIM", "self/upstream/volta-shim");
    names.put("STATUS_RESOURCE", Resources.STATUS);
    names.put("HEALTHY_HEADER", Resources.HEALTHY_HEADER);
    names.put("MIGRATIONS_RESOURCE", Resources.MIGRATIONS);
    names.put("CLI_PROGRAM", "volta");
    names.put("COLD_COMMAND", ColdPath.COMMAND);
    names.put("DAEMON_PROGRAM", "voltad");
    names.put("MIGRATE_PROGRAM", "volta-migrate");
    names.put("SHIM_PROGRAM", "volta-shim");
    return names;
  }

  private static Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ENV_BYPASS", "VOLTA_BYPASS");
    variables.put("ENV_FEATURE_PNPM", "VOLTA_FEATURE_PNPM");
    variables.put("ENV_HOME", "VOLTA_HOME");
    variables.put("ENV_INSTALL", "VOLTA_INSTALL_DIR");
    variables.put("ENV_LOG_LEVEL", "VOLTA_LOGLEVEL");
    variables.put("ENV_MIGRATING", "_VOLTA_MIGRATING");
    variables.put("ENV_RECURSION", "_VOLTA_TOOL_RECURSION");
    variables.put("ENV_SWITCHED", "_VOLTA_SHIM_SWITCHED");
    variables.put("ENV_UNSAFE_GLOBAL", "VOLTA_UNSAFE_GLOBAL");
    return variables;
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }

  private static void define(StringBuilder header, String name, String value) {
    header.append("#define ").append(name).append(' ').append(value).append('\n');
  }
}

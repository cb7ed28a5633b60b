package dev.voltad.cli;

import dev.voltad.migrate.MigrateMain;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the manual pages, from the commands as they are parsed: the build runs it. */
final class ManPages {
  private static final String ENVIRONMENT =
      """
      .TP
      .B VOLTA_HOME
      The Volta directory; if it is not set, .volta in the folder of the user.
      .TP
      .B VOLTA_INSTALL_DIR
      The folder of the programs, if it is not that of the program itself.
      .TP
      .B VOLTA_LOGLEVEL
      off, error, warn, info, debug or trace.
      .TP
      .B JAVA_HOME
      The Java that runs the programs, if they have none of their own.
      """;

  private static final String FILES =
      """
      .TP
      .I ~/.volta
      The Volta directory.
      .TP
      .I ~/.volta/volta.lock
      Its lock.
      .TP
      .I ~/.volta/self/endpoint
      Where the socket of its daemon is.
      .TP
      .I ~/.volta/self/policy.json
      What is decided about the daemon, a hold among it; see volta-self(1).
      .TP
      .I ~/.volta/self/log/voltad.log
      What a daemon logs that no service manager runs.
      """;

  private final String date;
  private final String version;

  private ManPages(String date, String version) {
    this.date = date;
    this.version = version;
  }

  /**
   * Writes all pages.
   *
   * @param arguments the folder, the date of the build, the version
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    ManPages pages = new ManPages(arguments[1].substring(0, 10), arguments[2]);
    for (Map.Entry<String, String> page : pages.all().entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
  }

  /** The text of every page, by file name. */
  private Map<String, String> all() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true);
    CommandLine volta = Main.model(new Context(Map.of(), nowhere, nowhere));
    Map<String, String> pages = new TreeMap<>();
    List<String> names = new ArrayList<>();
    volta.getSubcommands().keySet().forEach(name -> names.add("volta-" + name));
    names.addAll(List.of("volta-shim", "voltad"));
    pages.put("volta.1", page(volta.getCommandSpec(), names));
    for (CommandLine command : volta.getSubcommands().values()) {
      String name = "volta-" + command.getCommandName();
      boolean isMigrate = command.getCommandName().equals("migrate");
      pages.put(name + ".1", isMigrate ? migrate() : page(command.getCommandSpec(), List.of()));
    }
    pages.put("volta-shim.1", shim());
    pages.put("voltad.1", daemon());
    return pages;
  }

  private String head(String name, String description) {
    return ".TH %s 1 %s \"voltad %s\" \"Volta\"\n.SH NAME\n%s \\- %s\n"
        .formatted(name.toUpperCase(Locale.ROOT), date, version, name, text(description));
  }

  private String page(CommandSpec spec, List<String> others) {
    StringBuilder page = new StringBuilder();
    page.append(head(spec.qualifiedName("-"), brief(spec)));
    page.append(".SH SYNOPSIS\n").append(synopsis(spec));
    page.append(".SH DESCRIPTION\n").append(lines(spec.usageMessage().description()));
    options(page, spec);
    List<CommandSpec> below =
        spec.subcommands().values().stream().map(CommandLine::getCommandSpec).toList();
    if (!below.isEmpty()) {
      page.append(".SH COMMANDS\n");
      below.forEach(command -> command(page, command));
    }
    page.append(".SH EXIT STATUS\n").append(exitStatus(spec));
    return page + tail(others);
  }

  private static String brief(CommandSpec spec) {
    String all = String.join(" ", spec.usageMessage().description());
    int end = all.indexOf(". ") >= 0 ? all.indexOf(". ") : all.length();
    return all.substring(0, end).replaceAll("[.]$", "");
  }

  private static String synopsis(CommandSpec spec) {
    String words =
        spec.positionalParameters().stream()
            .map(parameter -> " [" + parameter.paramLabel() + "]")
            .collect(Collectors.joining());
    String command = spec.subcommands().isEmpty() ? "" : " COMMAND";
    return ".B " + text(spec.qualifiedName()) + "\n[OPTIONS]" + words + command + "\n";
  }

  private static void options(StringBuilder page, CommandSpec spec) {
    page.append(".SH OPTIONS\n");
    spec.options().forEach(option -> option(page, option));
  }

  private static void option(StringBuilder page, OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .map(name -> "\\fB" + text(name) + "\\fR")
            .collect(Collectors.joining(", "));
    String value = option.arity().max() > 0 ? " " + text(option.paramLabel()) : "";
    page.append(".TP\n").append(names).append(value).append('\n');
    page.append(lines(option.description()));
  }

  /** One with commands below it is shown with them: {@code volta daemon} has its own page. */
  private static void command(StringBuilder page, CommandSpec command) {
    page.append(".TP\n\\fB").append(text(command.name())).append("\\fR\n");
    page.append(lines(command.usageMessage().description()));
    boolean hasOwnPage = command.parent() != null && command.parent().parent() == null;
    if (!hasOwnPage) {
      List<OptionSpec> options =
          command.options().stream().filter(option -> !option.usageHelp()).toList();
      String[] footer = command.usageMessage().footer();
      if (!options.isEmpty() || footer.length > 0) {
        page.append(".RS\n");
        options.forEach(option -> option(page, option));
        page.append(footer.length == 0 ? "" : ".PP\nExit status:\n" + statuses(footer));
        page.append(".RE\n");
      }
    }
  }

  /** What a command says itself, and what every command may end with. */
  private static String exitStatus(CommandSpec spec) {
    StringBuilder text = new StringBuilder();
    text.append(statuses(spec.usageMessage().footer()));
    if (text.isEmpty()) {
      text.append(".TP\n.B 0\nIt is done, or there was nothing to do.\n");
    }
    text.append(".PP\nAn error names its code, which decides the exit status:\n");
    Map<Integer, List<String>> codes = new TreeMap<>();
    for (ProblemCode code : ProblemCode.values()) {
      codes.computeIfAbsent(code.exitCode(), number -> new ArrayList<>()).add(code.id());
    }
    codes.forEach(
        (number, ids) ->
            text.append(".TP\n.B ")
                .append(number)
                .append('\n')
                .append(lines(String.join(", ", ids))));
    return text.toString();
  }

  /** From lines such as {@code " 0 the daemon runs"}. */
  private static String statuses(String... footer) {
    StringBuilder text = new StringBuilder();
    for (String line : footer) {
      String[] parts = line.strip().split(" +", 2);
      text.append(".TP\n.B ").append(parts[0]).append('\n').append(lines(parts[1]));
    }
    return text.toString();
  }

  private static String tail(List<String> others) {
    List<String> all = others.isEmpty() ? List.of("volta") : others;
    String also =
        all.stream()
                .sorted()
                .map(name -> ".BR " + text(name) + " (1)")
                .collect(Collectors.joining(" ,\n"))
            + "\n";
    return ".SH ENVIRONMENT\n" + ENVIRONMENT + ".SH FILES\n" + FILES + ".SH SEE ALSO\n" + also;
  }

  private String migrate() {
    String[] help = MigrateMain.HELP.split("\n\n", 2);
    return head("volta-migrate", help[0].strip().replaceAll("[.]$", ""))
        + ".SH SYNOPSIS\n.B volta-migrate\n[OPTIONS]\n.SH DESCRIPTION\n.nf\n"
        + text(help[1])
        + ".fi\n"
        + tail(List.of());
  }

  private String shim() {
    return head("volta-shim", "runs a tool in the version that is asked for") + resource("shim");
  }

  private String daemon() {
    return head("voltad", "keeps a Volta directory up to date")
        + resource("voltad")
        + tail(List.of());
  }

  private static String resource(String name) {
    try (InputStream stream = ManPages.class.getResourceAsStream(name + ".man")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of this program", e);
    }
  }

  private static String lines(String... description) {
    return Arrays.stream(description).map(line -> text(line) + "\n").collect(Collectors.joining());
  }

  /** In a manual page a backslash escapes, a hyphen may be broken, a first dot is a request. */
  private static String text(String plain) {
    String escaped = plain.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga");
    return escaped
        .lines()
        .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
        .collect(Collectors.joining("\n", "", plain.endsWith("\n") ? "\n" : ""));
  }
}

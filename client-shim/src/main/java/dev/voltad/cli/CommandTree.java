package dev.voltad.cli;

import dev.voltad.migrate.MigrateMain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All commands of {@code volta}, flat: what picocli knows, what upstream's program has, and the
 * options of {@code volta-migrate}, which parses its own. Completions are written from it.
 */
final class CommandTree {
  private static final Pattern OPTION = Pattern.compile("  (--[a-z-]+)( [A-Z]+)? {2,}(\\S.*)");

  /**
   * One command.
   *
   * @param path for example {@code volta daemon}
   * @param values what its first argument may be; empty if that is not known
   */
  record Node(
      String path,
      String description,
      List<Node> commands,
      List<Flag> options,
      List<String> values) {
    /** The last word of the path. */
    String name() {
      return path.substring(path.lastIndexOf(' ') + 1);
    }

    /** The path, with a colon before its last word: how a shell gets here from the one above. */
    String step() {
      int last = path.lastIndexOf(' ');
      return path.substring(0, last) + ":" + path.substring(last + 1);
    }
  }

  /**
   * One option.
   *
   * @param names for example {@code -n} and {@code --lines}
   */
  record Flag(List<String> names, boolean takesValue, String description) {
    static Flag of(String name, String description) {
      return new Flag(List.of(name), false, description);
    }

    static Flag withValue(String name, String description) {
      return new Flag(List.of(name), true, description);
    }
  }

  private CommandTree() {}

  /** Every step from one command to the one below it, for example {@code volta daemon:start}. */
  static List<String> steps(List<Node> nodes) {
    return nodes.stream().skip(1).map(Node::step).toList();
  }

  /**
   * The commands that have others below them; after a word that is none of these, nothing is known.
   */
  static List<String> inner(List<Node> nodes) {
    return nodes.stream().filter(node -> !node.commands().isEmpty()).map(Node::path).toList();
  }

  /** Every option that takes a value, for example {@code volta history:-n}. */
  static List<String> valued(List<Node> nodes) {
    return nodes.stream()
        .flatMap(
            node ->
                node.options().stream()
                    .filter(Flag::takesValue)
                    .flatMap(flag -> flag.names().stream())
                    .map(name -> node.path() + ":" + name))
        .toList();
  }

  /** Every command, each after the one above it; the first is {@code volta}. */
  static List<Node> flat(CommandLine line) {
    List<Node> all = new ArrayList<>();
    add(all, root(line));
    return all;
  }

  private static void add(List<Node> all, Node node) {
    all.add(node);
    node.commands().forEach(below -> add(all, below));
  }

  private static Node root(CommandLine line) {
    Node ours = node(line.getCommandSpec(), "");
    List<Node> commands = new ArrayList<>(ours.commands());
    Upstream.KNOWN.stream()
        .filter(command -> !command.description().isEmpty())
        .forEach(command -> commands.add(command.node(ours.path())));
    List<Flag> options = new ArrayList<>(ours.options());
    options.add(new Flag(List.of("-v", "--version"), false, "Print the version."));
    return new Node(ours.path(), ours.description(), commands, options, List.of());
  }

  private static Node node(CommandSpec spec, String above) {
    String path = (above + " " + spec.name()).strip();
    List<Node> commands =
        spec.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .map(below -> node(below, path))
            .toList();
    List<Flag> options = new ArrayList<>(spec.options().stream().map(CommandTree::flag).toList());
    if (path.equals("volta migrate")) {
      options.clear();
      options.addAll(migrateOptions());
    }
    List<String> values =
        spec.positionalParameters().stream()
            .filter(parameter -> parameter.completionCandidates() != null)
            .flatMap(parameter -> list(parameter.completionCandidates()).stream())
            .toList();
    return new Node(path, description(spec), commands, options, values);
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  private static Flag flag(OptionSpec option) {
    return new Flag(
        Arrays.asList(option.names()),
        option.arity().max() > 0,
        String.join(" ", option.description()));
  }

  private static List<String> list(Iterable<String> values) {
    List<String> all = new ArrayList<>();
    values.forEach(all::add);
    return all;
  }

  /** As its help text has them, so that there is one list. */
  static List<Flag> migrateOptions() {
    return MigrateMain.HELP
        .lines()
        .map(OPTION::matcher)
        .filter(Matcher::matches)
        .map(row -> new Flag(List.of(row.group(1)), row.group(2) != null, row.group(3)))
        .toList();
  }
}

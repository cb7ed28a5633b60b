package dev.voltad.cli;

import dev.voltad.cli.CommandTree.Node;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completions for zsh: a file {@code _volta} on its {@code fpath}, or sourced. */
final class ZshCompletions {
  private static final String END =
      """
          esac
          if [[ $PREFIX == -* ]]; then
              _describe -o option options
          else
              _describe command commands
          fi
      }
      if [[ ${funcstack[1]} == _volta ]]; then
          _volta "$@"
      else
          compdef _volta volta
      fi
      """;

  private ZshCompletions() {}

  static String text(List<Node> nodes) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        #compdef volta
        # zsh completion of volta: volta completions -o ~/.zfunc/_volta zsh
        _volta() {
            local at=volta word
            local -a commands options
            for word in "${(@)words[2,CURRENT-1]}"; do
                case "$at:$word" in
                %s) at="$at $word" ;;
                %s) at= ;;
                esac
            done
            case "$at:${words[CURRENT-1]}" in
            %s) _files; return ;;
            esac
            case "$at" in
        """
            .formatted(
                BashCompletions.anyOf(CommandTree.steps(nodes), ""),
                BashCompletions.anyOf(CommandTree.inner(nodes), ":[!-]*"),
                BashCompletions.anyOf(CommandTree.valued(nodes), "")));
    nodes.forEach(node -> add(text, node));
    return text.append(END).toString();
  }

  private static void add(StringBuilder text, Node node) {
    Stream<String> commands =
        Stream.concat(
            node.commands().stream().map(below -> row(below.name(), below.description())),
            node.values().stream().map(value -> quoted(value)));
    Stream<String> options =
        node.options().stream()
            .flatMap(flag -> flag.names().stream().map(name -> row(name, flag.description())));
    text.append("    \"").append(node.path()).append("\")\n");
    text.append("        commands=(").append(joined(commands)).append(")\n");
    text.append("        options=(").append(joined(options)).append(")\n        ;;\n");
  }

  private static String joined(Stream<String> rows) {
    return rows.collect(Collectors.joining("\n            "));
  }

  private static String row(String name, String description) {
    return quoted(name.replace(":", "\\:") + ":" + description);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}

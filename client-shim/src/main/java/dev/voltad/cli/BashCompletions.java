package dev.voltad.cli;

import dev.voltad.cli.CommandTree.Flag;
import dev.voltad.cli.CommandTree.Node;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completions for bash, from 3.2 on, which macOS has. */
final class BashCompletions {
  private BashCompletions() {}

  static String text(List<Node> nodes) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # bash completion of volta: eval "$(volta completions bash)"
        _volta() {
            local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
            local at=volta words= i
            for ((i = 1; i < COMP_CWORD; i++)); do
                case "$at ${COMP_WORDS[i]}" in
                %s) at="$at ${COMP_WORDS[i]}" ;;
                esac
            done
            case "$at $before" in
            %s) COMPREPLY=($(compgen -f -- "$word")); return ;;
            esac
            case "$at" in
        """
            .formatted(paths(nodes), valued(nodes)));
    for (Node node : nodes) {
      text.append("    \"").append(node.path()).append("\") words=\"");
      text.append(words(node)).append("\" ;;\n");
    }
    return text.append(
            """
                esac
                COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -F _volta volta
            """)
        .toString();
  }

  private static String paths(List<Node> nodes) {
    return nodes.stream()
        .skip(1)
        .map(node -> '"' + node.path() + '"')
        .collect(Collectors.joining(" | "));
  }

  /** Where any word may follow, which is more often a file than anything else. */
  private static String valued(List<Node> nodes) {
    return nodes.stream()
        .flatMap(
            node ->
                node.options().stream()
                    .filter(Flag::takesValue)
                    .flatMap(flag -> flag.names().stream())
                    .map(name -> '"' + node.path() + ' ' + name + '"'))
        .collect(Collectors.joining(" | "));
  }

  private static String words(Node node) {
    return Stream.of(
            node.commands().stream().map(Node::name),
            node.values().stream(),
            node.options().stream().flatMap(flag -> flag.names().stream()))
        .flatMap(words -> words)
        .collect(Collectors.joining(" "));
  }
}

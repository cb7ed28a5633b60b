package dev.voltad.cli;

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
            local at=volta words= options= i
            for ((i = 1; i < COMP_CWORD; i++)); do
                case "$at:${COMP_WORDS[i]}" in
                %s) at="$at ${COMP_WORDS[i]}" ;;
                %s) at= ;;
                esac
            done
            case "$at:$before" in
            %s) COMPREPLY=($(compgen -f -- "$word")); return ;;
            esac
            case "$at" in
        """
            .formatted(
                anyOf(CommandTree.steps(nodes), ""),
                anyOf(CommandTree.inner(nodes), ":[!-]*"),
                anyOf(CommandTree.valued(nodes), "")));
    nodes.forEach(node -> add(text, node));
    return text.append(
            """
                esac
                [[ $word != -* ]] || words=$options
                COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -F _volta volta
            """)
        .toString();
  }

  private static void add(StringBuilder text, Node node) {
    String words =
        Stream.concat(node.commands().stream().map(Node::name), node.values().stream())
            .collect(Collectors.joining(" "));
    String options =
        node.options().stream()
            .flatMap(flag -> flag.names().stream())
            .collect(Collectors.joining(" "));
    text.append("    \"").append(node.path()).append("\") words=\"").append(words);
    text.append("\" options=\"").append(options).append("\" ;;\n");
  }

  /** As the pattern of a case; zsh's are the same. */
  static String anyOf(List<String> words, String after) {
    return words.stream().map(word -> '"' + word + '"' + after).collect(Collectors.joining(" | "));
  }
}

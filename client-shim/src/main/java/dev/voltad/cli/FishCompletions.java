package dev.voltad.cli;

import dev.voltad.cli.CommandTree.Flag;
import dev.voltad.cli.CommandTree.Node;
import java.util.List;
import java.util.stream.Collectors;

/** Completions for fish, from 3.0 on. */
final class FishCompletions {
  private FishCompletions() {}

  static String text(List<Node> nodes) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # fish completion of volta: volta completions fish | source
        function __volta_at
            set -l at volta
            for word in (commandline -opc)[2..-1]
                switch "$at:$word"
                    case %s
                        set at "$at $word"
                    case %s
                    case %s
                        set at ''
                end
            end
            test "$at" = "$argv[1]"
        end
        complete -c volta -f
        """
            .formatted(
                anyOf(CommandTree.steps(nodes), ""),
                anyOf(CommandTree.inner(nodes), ":-*"),
                anyOf(CommandTree.inner(nodes), ":*")));
    nodes.forEach(node -> add(text, node));
    return text.toString();
  }

  private static String anyOf(List<String> words, String after) {
    return words.stream().map(word -> quoted(word + after)).collect(Collectors.joining(" "));
  }

  private static void add(StringBuilder text, Node node) {
    String start = "complete -c volta -n " + quoted("__volta_at '" + node.path() + "'");
    for (Node below : node.commands()) {
      text.append(start).append(" -a ").append(quoted(below.name()));
      text.append(" -d ").append(quoted(below.description())).append('\n');
    }
    for (String value : node.values()) {
      text.append(start).append(" -a ").append(quoted(value)).append('\n');
    }
    for (Flag flag : node.options()) {
      text.append(start).append(names(flag)).append(flag.takesValue() ? " -r -F" : "");
      text.append(" -d ").append(quoted(flag.description())).append('\n');
    }
  }

  private static String names(Flag flag) {
    return flag.names().stream()
        .map(
            name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
        .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

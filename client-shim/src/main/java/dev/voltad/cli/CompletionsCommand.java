package dev.voltad.cli;

import dev.voltad.cli.CommandTree.Node;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta completions}, with upstream's options. */
@Command(
    name = "completions",
    description = "Writes what a shell needs to complete the commands of volta.")
final class CompletionsCommand implements Callable<Integer> {
  private static final Map<String, Function<List<Node>, String>> WRITERS =
      Map.of(
          "bash",
          BashCompletions::text,
          "zsh",
          ZshCompletions::text,
          "fish",
          FishCompletions::text);

  private final Context context;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write it to FILE instead of standard output.")
  private Path output;

  @Option(
      names = {"-f", "--force"},
      description = "Write over FILE if it is there.")
  private boolean isForced;

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "One of bash, zsh, fish.")
  private String shell;

  CompletionsCommand(Context context) {
    this.context = context;
  }

  /** The shells, for the completion of this very command. */
  static final class Shells extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(List.of("bash", "zsh", "fish"));
    }
  }

  @Override
  public Integer call() throws CommandException {
    if (shell == null) {
      spec.commandLine().usage(context.out()); // as upstream's does
      return 0;
    }
    Function<List<Node>, String> writer = WRITERS.get(shell.toLowerCase(Locale.ROOT));
    if (writer == null) {
      throw new CommandException(
          new Problem(
              "Could not write completions for " + shell + ".",
              "There are some for bash, zsh and fish only.",
              ProblemCode.ARGUMENTS,
              "Name one of these."));
    }
    String text = writer.apply(CommandTree.flat(Main.model(context)));
    if (output == null) {
      context.out().print(text);
    } else {
      write(text);
    }
    return 0;
  }

  private void write(String text) throws CommandException {
    Path file = output.toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      if (isForced) {
        Files.writeString(file, text);
      } else {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException e) {
      String next =
          e.getFile().equals(file.toString())
              ? "Give another FILE, or --force to write over it."
              : "Give another FILE.";
      throw failed(file, e.getFile() + " is there already.", next, ProblemCode.ARGUMENTS);
    } catch (IOException e) {
      throw failed(file, e.toString(), "Give a FILE that can be written.", ProblemCode.FILESYSTEM);
    }
  }

  private static CommandException failed(Path file, String why, String next, ProblemCode code) {
    return new CommandException(new Problem("Could not write " + file + ".", why, code, next));
  }
}

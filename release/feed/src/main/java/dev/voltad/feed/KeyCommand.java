package dev.voltad.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code feed key}. */
@Command(
    name = "key",
    description = {
      "Makes a key in FILE, and its public half in FILE.pub, to be handed to who publishes:",
      "`feed rotate --add`. For a file that is there, says which key it is."
    })
final class KeyCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "For example anna.key; only you can read it.")
  private Path file;

  KeyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException {
    if (!file.toString().endsWith(KeyFile.ENDING)) {
      throw FeedException.arguments(
          "Not the name of a key file: " + file + ".", "Let it end in " + KeyFile.ENDING + ".");
    }
    KeyFile key = Files.exists(file) ? KeyFile.read(file) : KeyFile.make(context.disk(), file);
    new WholeFile(context.disk())
        .write(file.resolveSibling(file.getFileName() + ".pub"), KeyFile.publicText(file));
    context.say(key.toString());
    return 0;
  }
}

package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code feed sign-file}. */
@Command(
    name = "sign-file",
    description = {
      "Shows what an exported file is about, and signs it with the keys at hand; without --keys,",
      "only shows it. Needs nothing but the file."
    })
final class SignFileCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "What `feed export` wrote.")
  private Path file;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "A folder with key files, or one key file; may be given more than once.")
  private List<Path> keys = List.of();

  SignFileCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    SigningFile before = SigningFile.parse(Files.readAllBytes(file));
    before.summary().forEach(context::say);
    if (keys.isEmpty()) {
      return 0;
    }
    SigningFile after = before.signed(KeyRing.of(keys));
    int count = signatures(after) - signatures(before);
    if (count == 0 && signatures(after) == 0) {
      throw FeedException.signature(
          "Could not sign " + file + ".",
          "None of the keys may sign what is in it.",
          "Name the folder that has a key of the role: --keys DIR.");
    }
    new WholeFile(context.disk()).write(file, after.bytes());
    context.say("Added " + count + " signatures.");
    return 0;
  }

  private static int signatures(SigningFile file) {
    return file.items().stream().mapToInt(item -> item.document().signatures().size()).sum();
  }
}

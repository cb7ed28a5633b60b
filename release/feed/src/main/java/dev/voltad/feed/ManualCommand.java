package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code feed manual}. */
@Command(
    name = "manual",
    description = {
      "Lets a release be taken only by those who ask for it.",
      "To be signed: `feed sign`."
    })
final class ManualCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private ChannelChange change;

  @Option(names = "--off", description = "Let it be taken by all again.")
  private boolean isOff;

  ManualCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    return change.stage(context, (channel, version) -> channel.manual(version, !isOff));
  }
}

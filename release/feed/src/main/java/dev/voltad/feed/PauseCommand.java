package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code feed pause}. */
@Command(
    name = "pause",
    description = {
      "Stops the rollout of a release: nobody takes it any more, and who has it keeps it.",
      "To be signed: `feed sign`."
    })
final class PauseCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private ChannelChange change;

  @Option(names = "--resume", description = "Let it go on.")
  private boolean isResumed;

  PauseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    return change.stage(context, (channel, version) -> channel.paused(version, !isResumed));
  }
}

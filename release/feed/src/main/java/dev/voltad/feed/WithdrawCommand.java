package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code feed withdraw}. */
@Command(
    name = "withdraw",
    description = {
      "Takes a release back: nobody shall take it, or keep it.",
      "To be signed: `feed sign`."
    })
final class WithdrawCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private ChannelChange change;

  @Option(
      names = "--goto",
      paramLabel = "VERSION",
      description = "What those go to who have it, older or newer; without it, the next newer.")
  private String instead;

  WithdrawCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    return change.stage(
        context, (channel, version) -> channel.withdrawn(version, Optional.ofNullable(instead)));
  }
}

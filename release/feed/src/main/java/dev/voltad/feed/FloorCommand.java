package dev.voltad.feed;

import dev.voltad.daemon.trust.TrustException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code feed floor}. */
@Command(
    name = "floor",
    description = {
      "Lets nobody take anything older than a version from a channel any more.",
      "To be signed: `feed sign`."
    })
final class FloorCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private ChannelChange change;

  FloorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws FeedException, IOException, TrustException {
    return change.stage(context, ChannelEdit::floor);
  }
}

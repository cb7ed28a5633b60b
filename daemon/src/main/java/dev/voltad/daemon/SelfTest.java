package dev.voltad.daemon;

import dev.voltad.daemon.update.UpdateOnce;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.protocol.ManagedPolicy;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/**
 * {@code voltad --self-test}: serves a home for a moment, answers itself, and refreshes the feed if
 * there is one. A release is tried so before it is used, on a copy of the home.
 */
final class SelfTest {
  private final Config config;

  SelfTest(Config config) {
    this.config = config;
  }

  /**
   * @return the exit status
   */
  int run() throws IOException, LockUnavailableException, InterruptedException, StartException {
    FileLock lock =
        DaemonLock.take(config)
            .orElseThrow(
                () ->
                    new StartException(
                        new Problem(
                            "Could not test this daemon.",
                            "Another one serves " + config.home() + ".",
                            ProblemCode.LOCK_HELD,
                            "Test it with another VOLTA_HOME.")));
    Daemon daemon = new Daemon(config, lock, false);
    try {
      daemon.open();
      SelfPing.require(daemon.socket());
      Policy policy = Policy.of(config.home(), ManagedPolicy.SYSTEM);
      PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
      Optional<Problem> problem = new UpdateOnce(config.updates(), policy, nowhere).refresh();
      problem.ifPresent(it -> System.err.print(it.text("voltad")));
      return problem.map(it -> it.code().exitCode()).orElse(0);
    } finally {
      daemon.stop();
    }
  }
}

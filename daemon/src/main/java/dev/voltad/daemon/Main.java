package dev.voltad.daemon;

import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.protocol.Endpoint;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program {@code voltad}: serves one home until it is told to stop. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final String PROGRAM = "voltad";
  private static final int LOCK_TRIES = 50;
  private static final int LOCK_PAUSE_MILLIS = 100;

  private Main() {}

  public static void main(String[] arguments) {
    int code = run(arguments);
    if (code != 0) {
      System.exit(code); // a clean end needs no exit: no other thread keeps the process alive
    }
  }

  private static int run(String[] arguments) {
    if (arguments.length > 0) {
      return arguments[0].equals("--version") ? printVersion() : refuseArguments(arguments[0]);
    }
    try {
      Config config = Config.from(System.getenv());
      Optional<FileLock> lock = lock(config);
      if (lock.isEmpty()) {
        System.err.println(PROGRAM + ": A daemon serves " + config.home() + " already.");
        return 0;
      }
      serve(config, lock.get());
      return 0;
    } catch (StartException e) {
      return fail(e.problem());
    } catch (IOException | LockUnavailableException e) {
      return fail(
          new Problem(
              "Could not start the daemon.",
              e.getMessage(),
              ProblemCode.FILESYSTEM,
              "Set right what is named above, then start it again."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ProblemCode.INTERNAL.exitCode();
    } catch (RuntimeException e) {
      LOG.error("daemon.broke", e);
      return ProblemCode.INTERNAL.exitCode();
    }
  }

  private static void serve(Config config, FileLock lock) throws IOException, InterruptedException {
    Daemon daemon = new Daemon(config, lock);
    // Whichever comes first, a signal or a request, the other finds the work done.
    Thread stopper = new Thread(daemon::stop, "voltad-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      daemon.run();
    } finally {
      if (Runtime.getRuntime().removeShutdownHook(stopper)) {
        daemon.stop();
      }
    }
  }

  /**
   * One daemon per home. One that is just ending, or just starting, is waited for.
   *
   * @return empty if another daemon serves the home
   */
  private static Optional<FileLock> lock(Config config)
      throws IOException, LockUnavailableException, InterruptedException, StartException {
    Path self = config.home().resolve("self");
    Files.createDirectories(self);
    for (int i = 0; i < LOCK_TRIES; i++) {
      Optional<FileLock> lock = FileLock.tryLock(self.resolve("daemon.lock"));
      if (lock.isPresent()) {
        return lock;
      }
      if (isServed(config)) {
        return Optional.empty();
      }
      Thread.sleep(LOCK_PAUSE_MILLIS);
    }
    throw new StartException(
        new Problem(
            "Could not start the daemon.",
            "Another one holds " + self.resolve("daemon.lock") + " and does not answer.",
            ProblemCode.LOCK_HELD,
            "Stop that process, then start the daemon again."));
  }

  private static boolean isServed(Config config) {
    try {
      Optional<Path> socket = new Endpoint(config.home()).read();
      if (socket.isEmpty()) {
        return false;
      }
      Endpoint.requireOurs(socket.get());
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        return channel.connect(UnixDomainSocketAddress.of(socket.get()));
      }
    } catch (IOException notThere) {
      return false;
    }
  }

  /** The version of this program; a build that was not packaged has none. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  private static int printVersion() {
    System.out.println(version());
    return 0;
  }

  private static int refuseArguments(String argument) {
    return fail(
        new Problem(
            "Could not understand the arguments.",
            "There is no option " + argument + ".",
            ProblemCode.ARGUMENTS,
            "Start it without arguments, or see `volta daemon --help`."));
  }

  private static int fail(Problem problem) {
    System.err.print(problem.text(PROGRAM));
    return problem.code().exitCode();
  }
}

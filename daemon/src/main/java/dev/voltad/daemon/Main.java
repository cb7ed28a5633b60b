package dev.voltad.daemon;

import dev.voltad.migrate.VoltaHome;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.Ownership;
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
  static {
    // The journal has its own clock; a log file has not. Before the first logger is made.
    if (System.getenv("JOURNAL_STREAM") == null) {
      System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
      System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final String PROGRAM = "voltad";
  private static final String HELP =
      """
      usage: voltad [--help | --version]

      Keeps one Volta directory alive until it is stopped: VOLTA_HOME, else .volta in your
      home folder. `volta daemon start` starts it in the background, `volta daemon install`
      at every login.

      signals: SIGTERM, SIGINT and SIGHUP end it in order. `volta daemon reload` lets it read
        its policy anew.

      exit codes: 0 it was stopped, or another daemon serves the directory; 1 an error of the
        program; 3 arguments; 6 environment; 7 filesystem; 20 another daemon holds the lock
        and does not answer
      """;
  private static final int LOCK_TRIES = 50;
  private static final int LOCK_PAUSE_MILLIS = 100;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments)); // a migration that was not over in time must not keep us here
  }

  private static int run(String[] arguments) {
    if (arguments.length > 0) {
      return switch (arguments[0]) {
        case "--help", "-h" -> print(HELP);
        case "--version" -> print(version() + "\n");
        default -> refuseArguments(arguments[0]);
      };
    }
    try {
      Config config = Config.from(System.getenv());
      Optional<FileLock> lock = lock(config);
      if (lock.isEmpty()) {
        System.err.println(PROGRAM + ": A daemon serves " + config.home() + " already.");
        return 0;
      }
      return serve(config, lock.get());
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

  private static int serve(Config config, FileLock lock) throws IOException, InterruptedException {
    Daemon daemon = new Daemon(config, lock);
    // Whichever comes first, a signal or a request, the other finds the work done.
    Thread stopper = new Thread(daemon::stop, "voltad-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      daemon.run();
    } finally {
      if (isFirst(stopper)) {
        daemon.stop();
      }
    }
    return daemon.isBroken() ? ProblemCode.INTERNAL.exitCode() : 0;
  }

  /** Whether no signal has begun the end yet; from now on none runs {@code stopper}. */
  private static boolean isFirst(Thread stopper) {
    try {
      return Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException endHasBegun) {
      return false;
    }
  }

  /**
   * One daemon per home. One that is just ending, or just starting, is waited for.
   *
   * @return empty if another daemon serves the home
   */
  private static Optional<FileLock> lock(Config config)
      throws IOException, LockUnavailableException, InterruptedException, StartException {
    refuseForeignHome(config.home());
    Files.createDirectories(config.lockFile().getParent());
    for (int i = 0; i < LOCK_TRIES; i++) {
      Optional<FileLock> lock = FileLock.tryLock(config.lockFile());
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
            "Another one holds " + config.lockFile() + " and does not answer.",
            ProblemCode.LOCK_HELD,
            "Stop that process, then start the daemon again."));
  }

  /** What root makes in a user's home would shut the user out. */
  private static void refuseForeignHome(Path home) throws IOException, StartException {
    if (VoltaHome.isNoFolder(home)) {
      throw new StartException(
          new Problem(
              "Could not start the daemon.",
              home + " is no folder.",
              ProblemCode.FILESYSTEM,
              "Set VOLTA_HOME to a folder, or move what is there."));
    }
    if (Files.exists(home) && Ownership.uid(home) != Ownership.ourUid()) {
      throw new StartException(
          new Problem(
              "Could not start the daemon.",
              "%s belongs to user %d, and we are user %d."
                  .formatted(home, Ownership.uid(home), Ownership.ourUid()),
              ProblemCode.FILESYSTEM,
              "Start it as the owner of the home."));
    }
  }

  private static boolean isServed(Config config) {
    try {
      Optional<Path> socket = new Endpoint(config.home()).read();
      if (socket.isEmpty()) {
        return false;
      }
      Endpoint.requireOurs(socket.get());
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.configureBlocking(false);
        channel.connect(UnixDomainSocketAddress.of(socket.get()));
        return true; // or its queue is full; somebody is there in both cases
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

  private static int print(String text) {
    System.out.print(text);
    return 0;
  }

  private static int refuseArguments(String argument) {
    return fail(
        new Problem(
            "Could not understand the arguments.",
            "There is no option " + argument + ".",
            ProblemCode.ARGUMENTS,
            "See `voltad --help`."));
  }

  private static int fail(Problem problem) {
    System.err.print(problem.text(PROGRAM));
    return problem.code().exitCode();
  }
}

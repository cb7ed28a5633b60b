package dev.voltad.daemon;

import dev.voltad.daemon.job.LogValue;
import dev.voltad.daemon.os.ProcessImage;
import dev.voltad.daemon.update.HandoverWord;
import dev.voltad.daemon.update.UpdateStart;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
             voltad --once (status | check | stage | apply [--to VERSION] | rollback)
             voltad --self-test

      Keeps one Volta directory alive until it is stopped: VOLTA_HOME, else .volta in your
      home folder. `volta daemon start` starts it in the background, `volta daemon install`
      at every login.

      With --once it looks after the programs themselves, without staying: prints what is known
      of releases, looks for a newer one, fetches it, puts it in place, or goes back to the one
      before; the answer is JSON. With --self-test it serves for a moment, and says whether it can.

      signals: SIGTERM, SIGINT and SIGHUP end it in order. `volta daemon reload` lets it read
        its policy anew.

      exit codes: 0 it was stopped, or another daemon serves the directory; 1 an error of the
        program; 3 arguments; 6 environment; 7 filesystem; 20 another daemon holds the lock
        and does not answer
      """;
  private static final String ONCE = "--once";
  private static final String SELF_TEST = "--self-test";
  private static final String TAKE_OVER = "--take-over";

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments)); // a migration that was not over in time must not keep us here
  }

  private static int run(String[] arguments) {
    List<String> all = List.of(arguments);
    try {
      if (all.isEmpty()) {
        return serve(Config.from(System.getenv()), all);
      }
      return switch (all.get(0)) {
        case "--help", "-h" -> print(HELP);
        case "--version" -> print(version() + "\n");
        case ONCE -> Once.run(Config.from(System.getenv()), all.subList(1, all.size()));
        case SELF_TEST -> new SelfTest(Config.from(System.getenv())).run();
        case TAKE_OVER -> takeOver(Config.from(System.getenv()), all);
        default -> refuseArguments(all.get(0));
      };
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
    } catch (LinkageError e) {
      return failUnread(e);
    }
  }

  /** The disk that the programs are on is gone; what says so must need no class of ours. */
  private static int failUnread(LinkageError e) {
    System.err.println(
        PROGRAM
            + ": Could not go on.\n  why:  A part of this program cannot be read any more: "
            + e.getMessage()
            + ".\n  next: Look at the disk that it is on, then run it again.\n  code: internal");
    return 1;
  }

  private static int serve(Config config, List<String> arguments)
      throws IOException, LockUnavailableException, InterruptedException, StartException {
    Optional<FileLock> lock = DaemonLock.take(config);
    if (lock.isEmpty()) {
      System.err.println(PROGRAM + ": A daemon serves " + config.home() + " already.");
      return 0;
    }
    becomeRightRelease(config, arguments);
    Daemon daemon = new Daemon(config, lock.get(), false);
    return run(daemon, () -> {}, () -> {});
  }

  /** In the place of the daemon that has started us: see {@link HandoverWord}. */
  private static int takeOver(Config config, List<String> arguments)
      throws IOException, LockUnavailableException, InterruptedException, StartException {
    say(HandoverWord.READY);
    FileLock lock = DaemonLock.await(config);
    becomeRightRelease(config, arguments);
    Daemon daemon = new Daemon(config, lock, true);
    return run(
        daemon,
        () -> {
          SelfPing.require(daemon.socket());
          say(HandoverWord.HEALTHY);
        },
        () -> say(HandoverWord.COMMITTED));
  }

  /**
   * Ends what an update was cut off from, which may be for another release to do. That it cannot be
   * is no reason not to serve.
   */
  private static void becomeRightRelease(Config config, List<String> arguments)
      throws IOException, InterruptedException {
    try {
      Optional<Path> other = new UpdateStart(config.updates()).begin();
      if (other.isPresent()) {
        LOG.warn("update.becoming program={}", LogValue.of(other.get()));
        ProcessImage.become(other.get(), arguments, config.environment());
      }
    } catch (IOException e) {
      LOG.warn("update.unrecovered why={}", LogValue.of(e));
    }
  }

  private static int run(Daemon daemon, Daemon.Word serving, Runnable committed)
      throws IOException, InterruptedException {
    // Whichever comes first, a signal or a request, the other finds the work done.
    Thread stopper = new Thread(daemon::stop, "voltad-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      daemon.run(serving, committed);
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

  /** The version of this program; a build that was not packaged has none. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /** To whoever started us, on standard output; nobody may listen any more. */
  private static void say(String word) {
    System.out.println(word);
    System.out.flush();
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

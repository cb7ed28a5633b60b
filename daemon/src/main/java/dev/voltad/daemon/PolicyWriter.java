package dev.voltad.daemon;

import dev.voltad.daemon.job.JobRunner;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.SharedFile;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Changes the policy of the home for whoever asks, on the job thread. While that is at work on
 * something long, the change is given up after a few seconds rather than made when nobody expects
 * it any more.
 */
final class PolicyWriter {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final int MOST_WAITING = 4;
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(2);

  private final Path file;
  private final JobRunner runner;
  private final Runnable onChange;

  /** Of the job thread's queue: one that was given up keeps its place until that is free. */
  private final Semaphore places = new Semaphore(MOST_WAITING);

  /**
   * @param onChange called on the job thread after each change
   */
  PolicyWriter(Path home, JobRunner runner, Runnable onChange) {
    this.file = Policy.file(home);
    this.runner = runner;
    this.onChange = onChange;
  }

  /**
   * Changes it soon. Any thread may call this.
   *
   * @param change makes the new text out of the old one, which is empty if there is no file
   * @param done hears once how it ended, perhaps on another thread: empty if well, else why nothing
   *     was changed
   */
  void change(SharedFile.Change change, Consumer<Optional<Problem>> done) {
    if (!places.tryAcquire()) {
      done.accept(Optional.of(busy()));
      return;
    }
    AtomicBoolean isTaken = new AtomicBoolean();
    boolean isOffered =
        runner.offer(
            () -> {
              places.release();
              if (isTaken.compareAndSet(false, true)) {
                done.accept(changeNow(change));
              }
            });
    if (!isOffered) {
      places.release();
    }
    runner.asideAfter(
        isOffered ? PATIENCE : Duration.ZERO,
        () -> {
          if (isTaken.compareAndSet(false, true)) {
            done.accept(Optional.of(busy()));
          }
        });
  }

  private Optional<Problem> changeNow(SharedFile.Change change) {
    try {
      new SharedFile(file, Policy.MAX_BYTES).change(LOCK_LIMIT, change);
      onChange.run();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          refused(
              file + ": " + e.getMessage() + "; it is not written over.",
              ProblemCode.CONFIGURATION,
              "Set it right or remove it, then try again."));
    } catch (LockHeldException e) {
      return Optional.of(
          refused(
              "Another process holds " + e.file() + ".",
              ProblemCode.LOCK_HELD,
              "Try again in a moment."));
    } catch (LockUnavailableException e) {
      return Optional.of(
          refused(
              e.file() + ": " + e.reason() + ".",
              ProblemCode.LOCK_UNAVAILABLE,
              "Put the home on a filesystem that can lock, or see what that file is."));
    } catch (IOException e) {
      return Optional.of(
          refused(
              e.getMessage() + ".",
              ProblemCode.FILESYSTEM,
              "Set right what is named, then try again."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(busy());
    }
  }

  private static Problem busy() {
    return refused(
        "The daemon is at work on something else.",
        ProblemCode.BUSY,
        "See `volta daemon status`, and try again when that is over.");
  }

  private static Problem refused(String why, ProblemCode code, String next) {
    return new Problem("Could not change the policy.", why, code, next);
  }
}

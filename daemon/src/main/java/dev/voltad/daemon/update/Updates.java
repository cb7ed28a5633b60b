package dev.voltad.daemon.update;

import dev.voltad.daemon.job.JobLog;
import dev.voltad.daemon.job.LogValue;
import dev.voltad.daemon.job.TrackedJob;
import dev.voltad.daemon.policy.Schedule;
import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Version;
import dev.voltad.protocol.Job;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.UpdateMode;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest.Action;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The updates of one daemon: when it looks, what somebody asks for, and the trial of the release
 * that it is of. Fetching takes long and must not keep shims waiting, so all of it happens on a
 * thread of its own, {@code voltad-update}, which is there only while there is something to do. It
 * changes nothing that a migration changes, but under the same lock.
 *
 * <p>Thread-safe.
 */
public final class Updates {
  private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

  private final UpdateHome at;
  private final Supplier<Policy> policy;
  private final Lookout lookout;
  private final Shift shift;
  private final BiConsumer<Duration, Runnable> later;
  private final long started = System.nanoTime();
  private final UpdateQueue queue;
  private volatile UpdateReport report;

  /**
   * @param policy as it is when asked
   * @param log where what has ended goes
   * @param later does something short after a while, on another thread
   */
  public Updates(
      UpdateHome at,
      Supplier<Policy> policy,
      Shift shift,
      JobLog log,
      BiConsumer<Duration, Runnable> later) {
    this.at = at;
    this.policy = policy;
    this.shift = shift;
    this.queue = new UpdateQueue(log);
    this.later = later;
    this.lookout = new Lookout(at, policy);
    this.report = lookout.known();
  }

  /**
   * Begins: with the trial if this release is on one, else when it is time to look.
   *
   * @param committed called once the trial has ended well
   */
  public void start(Runnable committed) {
    queue.execute(() -> begin(committed));
  }

  private void begin(Runnable committed) {
    try {
      Trial trial =
          new Trial(
              at, policy, started, (delay, task) -> later.accept(delay, () -> queue.execute(task)));
      if (trial.isOn()) {
        trial.prove(() -> committed(committed));
        return;
      }
      if (at.feed().isPresent()) {
        lookAt(lookout.afterStart());
        return;
      }
    } catch (IOException e) {
      LOG.warn("update.unread why={}", LogValue.of(e));
    }
    // A feed may be named, or what could not be read be set right.
    later.accept(Schedule.EVERY, () -> queue.execute(() -> begin(committed)));
  }

  private void committed(Runnable committed) {
    report = lookout.placed(report);
    committed.run();
    lookAt(lookout.afterSuccess());
  }

  /** What is known now. */
  public UpdateReport report() {
    return report;
  }

  /**
   * Does what somebody asks for, or joins who has asked for the same.
   *
   * @param to this version and no other
   * @param waiter hears how it gets on, on other threads, until {@link JobEvent#isLast}
   * @return the job as it is now; empty if there is no room for another
   * @throws IllegalArgumentException if {@code to} is no version
   */
  public Optional<Job> request(Action action, Optional<String> to, Consumer<JobEvent> waiter) {
    Optional<Version> version = to.map(Version::parse);
    String asked = action.id() + to.map(it -> " " + it).orElse("");
    return queue.offer(
        "update", asked, "request", waiter, job -> update(job, action, version, Asker.PERSON));
  }

  /** Goes back to the release before, because somebody asks for it. */
  public Optional<Job> rollBack(Consumer<JobEvent> waiter) {
    return queue.offer("rollback", "rollback", "request", waiter, this::rollBack);
  }

  private void update(TrackedJob job, Action action, Optional<Version> to, Asker asker) {
    UpdateEngine engine = new UpdateEngine(at, policy.get());
    attempt(
        job,
        UpdateProblems.TITLE,
        () -> {
          UpdateEnd end = engine.run(action, to, asker, new JobListener(job, shift));
          report = lookout.after(true, end.known());
          if (end.activated().isPresent()) {
            handOver(job, end.activated().get(), engine);
          } else {
            endLook(job, end, UpdateProblems.refusal(end, action, asker, to));
          }
        });
  }

  private interface Attempt {
    void make() throws UpdateException, BadReleaseException, IOException, InterruptedException;
  }

  private void attempt(TrackedJob job, String title, Attempt attempt) {
    try {
      attempt.make();
    } catch (UpdateException e) {
      fail(job, e.problem(title));
    } catch (BadReleaseException e) {
      fail(job, UpdateProblems.bad(e));
    } catch (IOException e) {
      fail(job, UpdateException.of(e).problem(title));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queue.end(job, job.job().failedWith(UpdateProblems.stopped(), Instant.now()));
    } catch (RuntimeException e) {
      LOG.error("update.broke", e);
      fail(job, UpdateProblems.ofBug(e));
    }
  }

  private void endLook(TrackedJob job, UpdateEnd end, Optional<Problem> refusal) {
    if (refusal.isPresent()) {
      queue.end(job, job.job().failedWith(refusal.get(), Instant.now()));
    } else {
      String outcome = UpdateProblems.outcome(end);
      queue.end(job, job.job().endedWith(outcome, 0, Instant.now()));
    }
    report.nextCheck().ifPresent(this::lookAt);
  }

  private void fail(TrackedJob job, Problem problem) {
    shift.resume();
    queue.takeAgain();
    LOG.warn("update.failed code={} why={}", problem.code().id(), LogValue.of(problem.detail()));
    report = lookout.after(false, report.with(report.nextCheck(), Optional.of(problem)));
    queue.end(job, job.job().failedWith(problem, Instant.now()));
    report.nextCheck().ifPresent(this::lookAt);
  }

  private void lookAt(Instant when) {
    report = report.with(Optional.of(when), report.problem());
    Duration left = Duration.between(at.clock().instant(), when);
    later.accept(left.isNegative() ? Duration.ZERO : left, () -> look(when));
  }

  /** Only the last that was planned counts. */
  private void look(Instant planned) {
    if (!report.nextCheck().equals(Optional.of(planned))) {
      return;
    }
    boolean isOff = policy.get().inForce().updateMode() == UpdateMode.OFF;
    if (isOff
        || queue.offer("update", "look", "timer", event -> {}, this::updateByItself).isEmpty()) {
      lookAt(lookout.afterSuccess());
    }
  }

  private void updateByItself(TrackedJob job) {
    update(job, Action.APPLY, Optional.empty(), Asker.DAEMON);
  }

  private void handOver(TrackedJob job, UpdateState trial, UpdateEngine engine)
      throws BadReleaseException, UpdateException, IOException, InterruptedException {
    LOG.info("update.activated release={}", trial.to());
    job.change(job.job().at("handing over"));
    Guardian guardian = new Guardian(at, shift, engine::refresh);
    Successor successor = guardian.handOver(trial);
    queue.endAll(job, "on-trial");
    Duration limit = at.feed().map(FeedConfig::trial).orElse(Trial.LONGEST);
    if (guardian.standBy(trial, successor, limit)) {
      shift.retire(successor.pid());
      return;
    }
    queue.takeAgain();
    report = lookout.placed(report);
    report.nextCheck().ifPresent(this::lookAt);
  }

  private void rollBack(TrackedJob job) {
    attempt(
        job,
        Rollback.TITLE,
        () -> {
          Optional<UpdateState> state = at.activator().state();
          Optional<Problem> refusal = Rollback.refusal(at, state);
          if (refusal.isPresent()) {
            queue.end(job, job.job().failedWith(refusal.get(), Instant.now()));
            return;
          }
          job.change(job.job().at("handing over"));
          shift.pause();
          Successor before = new Rollback(at, shift).handOver(state.orElseThrow());
          queue.endAll(job, "rolled-back");
          shift.retire(before.pid());
        });
  }

  /** The job that is under way. */
  public Optional<Job> job() {
    return queue.job();
  }

  /** Takes no more work; what is under way is cut off, and recovered by the next run. */
  public void stop() throws InterruptedException {
    queue.stop();
  }
}

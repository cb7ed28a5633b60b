package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Situation.Asker;
import dev.voltad.daemon.policy.Version;
import dev.voltad.migrate.fs.FileLock;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.UpdatePhase;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest.Action;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code voltad --once}: one look, update or rollback without a daemon; prints the report as one
 * line of JSON. A release that is activated so stays on trial until a daemon of it has run, or
 * until a later look by it has succeeded.
 */
public final class UpdateOnce {
  private final UpdateHome at;
  private final Policy policy;
  private final PrintStream out;

  public UpdateOnce(UpdateHome at, Policy policy, PrintStream out) {
    this.at = at;
    this.policy = policy;
    this.out = out;
  }

  /** Why nothing could be done at all. */
  public static Problem failed(IOException e) {
    return UpdateException.of(e).problem("Could not look after the programs.");
  }

  /** What is known, without a look. */
  public Optional<Problem> status() throws IOException {
    String channel = policy.inForce().updateChannel();
    UpdateReport known =
        at.memory()
            .report()
            .filter(it -> at.version().toString().equals(it.version()))
            .orElse(UpdateReport.of(at.version().toString(), channel));
    print(at.withPlace(known));
    return Optional.empty();
  }

  /**
   * @return why it was not done
   * @throws IllegalArgumentException if {@code to} is no version
   */
  public Optional<Problem> update(Action action, Optional<String> to) throws InterruptedException {
    Optional<Version> version = to.map(Version::parse);
    try (Alone alone = new Alone()) {
      UpdateEnd end = new UpdateEngine(at, policy).run(action, version, Asker.PERSON, alone);
      commitIfProved();
      UpdateReport known = at.withPlace(end.known());
      at.remember(
          new UpdateMemory(at.memory().count() + 1, 0, at.memory().next(), Optional.of(known)));
      Optional<Problem> refusal =
          end.activated().isPresent()
              ? Optional.empty()
              : UpdateProblems.refusal(end, action, Asker.PERSON, version);
      if (refusal.isEmpty()) {
        print(at.withPlace(end.report())); // one answer: the report, or why it was refused
      }
      return refusal;
    } catch (UpdateException e) {
      return Optional.of(e.problem(UpdateProblems.TITLE));
    } catch (BadReleaseException e) {
      return Optional.of(UpdateProblems.bad(e));
    } catch (IOException e) {
      return Optional.of(UpdateException.of(e).problem(UpdateProblems.TITLE));
    }
  }

  /** The look that just succeeded was by the release on trial. */
  private void commitIfProved() throws UpdateException, IOException, InterruptedException {
    Optional<UpdateState> state =
        at.activator().state().filter(it -> it.phase() == UpdatePhase.TRIAL);
    Duration trial = at.feed().map(FeedConfig::trial).orElse(Duration.ZERO);
    if (state.isPresent()
        && state.map(UpdateState::to).equals(at.ownSlot())
        && !state.get().since().plus(trial).isAfter(at.clock().instant())) {
      var held = at.lock();
      try {
        at.activator().commit();
      } finally {
        held.close();
      }
    }
  }

  /**
   * Writes down that the release is to be taken back.
   *
   * @return the program that does it, with {@code --once recover}
   */
  public Path rollBack() throws RefusedException, IOException, InterruptedException {
    Optional<UpdateState> state = at.activator().state();
    Optional<Problem> refusal = Rollback.refusal(at, state);
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
    try {
      FileLock daemon = at.lockDaemon();
      try {
        new Rollback(at, null).begin(state.orElseThrow());
      } finally {
        daemon.close();
      }
    } catch (UpdateException e) {
      throw new RefusedException(e.problem(Rollback.TITLE));
    }
    return at.slots().folder(state.get().from()).resolve("bin/voltad");
  }

  /**
   * Whether this program can update itself again; a network that is away tells nothing.
   *
   * @return why it cannot
   */
  public Optional<Problem> refresh() throws IOException, InterruptedException {
    if (at.feed().isEmpty()) {
      return Optional.empty();
    }
    try {
      new UpdateEngine(at, policy).refresh();
      return Optional.empty();
    } catch (UpdateException e) {
      return Optional.of(e.problem(UpdateProblems.TITLE))
          .filter(problem -> problem.code() != ProblemCode.NETWORK);
    }
  }

  /** Ends what was cut short. */
  public Optional<Problem> recover() throws IOException, InterruptedException {
    try {
      var held = at.lock();
      try {
        at.own().recover();
      } finally {
        held.close();
      }
      return status();
    } catch (UpdateException e) {
      return Optional.of(e.problem(Rollback.TITLE));
    }
  }

  /** Carries a problem. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(Problem problem) {
      super(problem.detail());
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  private void print(UpdateReport report) {
    out.println(Json.line(report));
  }

  /** Nobody listens; and no daemon may start of the release whose place is taken. */
  private final class Alone implements UpdateEngine.Listener, AutoCloseable {
    private Optional<FileLock> daemon = Optional.empty();

    @Override
    public void phase(String phase) throws UpdateException, IOException {
      if (phase.equals(UpdateEngine.ACTIVATING)) {
        daemon = Optional.of(at.lockDaemon());
      }
    }

    @Override
    public void progress(long done, long total) {}

    @Override
    public void close() {
      daemon.ifPresent(FileLock::close);
    }
  }
}

package dev.voltad.cli;

import dev.voltad.cli.DaemonClient.Answer;
import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.migrate.fs.LockHeldException;
import dev.voltad.migrate.fs.LockUnavailableException;
import dev.voltad.migrate.fs.SharedFile;
import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.ManagedPolicy;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.PolicyState;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import dev.voltad.protocol.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The policy of the home: the daemon is asked; without one, its file is read and written here. The
 * next daemon then keeps to it.
 */
final class PolicyDoor {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);
  private static final String COULD_NOT_CHANGE = "Could not change the policy.";

  private final Context context;
  private final Path home;

  PolicyDoor(Context context) throws CommandException {
    this.context = context;
    this.home = context.home();
  }

  void hold(Hold hold) throws CommandException, InterruptedException {
    Map<String, String> body = new HashMap<>();
    hold.until().ifPresent(until -> body.put("until", until.toString()));
    hold.reason().ifPresent(reason -> body.put("reason", reason));
    if (ask("PUT", Resources.HOLD, Json.line(body)).isEmpty()) {
      write(before -> Policy.withHold(before, Optional.of(hold)));
    }
  }

  void unhold() throws CommandException, InterruptedException {
    if (ask("DELETE", Resources.HOLD, "").isEmpty()) {
      write(before -> Policy.withHold(before, Optional.empty()));
    }
  }

  PolicyState set(Settings settings) throws CommandException, InterruptedException {
    Optional<Answer> answer = ask("PUT", Resources.POLICY, Json.line(settings));
    if (answer.isPresent()) {
      return state(answer.get());
    }
    write(before -> Policy.withSettings(before, settings));
    return readFile();
  }

  PolicyState read() throws CommandException {
    Optional<Answer> answer = ask("GET", Resources.POLICY, "");
    return answer.isPresent() ? state(answer.get()) : readFile();
  }

  /**
   * @return empty if there is no daemon
   */
  private Optional<Answer> ask(String method, String resource, String body)
      throws CommandException {
    Answer answer;
    try {
      answer = new DaemonClient(home).send(method, resource, body, ANSWER_LIMIT);
    } catch (UnreachableException noDaemon) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw new CommandException(problem(answer));
    }
    return Optional.of(answer);
  }

  private static Problem problem(Answer answer) {
    try {
      return Json.read(answer.body(), Problem.class);
    } catch (IOException | RuntimeException e) {
      return notUnderstood("status " + answer.status());
    }
  }

  private static PolicyState state(Answer answer) throws CommandException {
    try {
      return Json.read(answer.body(), PolicyState.class);
    } catch (IOException e) {
      throw new CommandException(notUnderstood(e.getMessage()));
    }
  }

  private static Problem notUnderstood(String what) {
    return new Problem(
        "Could not understand the daemon.",
        "It answered with " + what + ".",
        ProblemCode.DAEMON_UNREACHABLE,
        "Run `volta doctor`: it may be of another version.");
  }

  private PolicyState readFile() throws CommandException {
    try {
      return PolicyState.of(Policy.of(home, ManagedPolicy.SYSTEM), Instant.now());
    } catch (IOException e) {
      throw new CommandException(
          new Problem(
              "Could not read the policy.",
              e.getMessage() + ".",
              ProblemCode.CONFIGURATION,
              "Set it right or remove it."));
    }
  }

  private void write(SharedFile.Change change) throws CommandException, InterruptedException {
    Path file = Policy.file(home);
    try {
      new SharedFile(file, Policy.MAX_BYTES).change(LOCK_LIMIT, change);
      context.err().println("note: no daemon of " + home + " answers; the next one keeps to it.");
    } catch (IllegalArgumentException e) {
      throw failed(
          file + ": " + e.getMessage() + "; it is not written over.",
          ProblemCode.CONFIGURATION,
          "Set it right or remove it, then try again.");
    } catch (LockHeldException e) {
      throw failed(
          "Another process holds " + e.file() + ".",
          ProblemCode.LOCK_HELD,
          "Try again in a moment.");
    } catch (LockUnavailableException e) {
      throw failed(
          e.file() + ": " + e.reason() + ".",
          ProblemCode.LOCK_UNAVAILABLE,
          "Put the home on a filesystem that can lock, or see what that file is.");
    } catch (IOException e) {
      throw failed(
          e.getMessage() + ".",
          ProblemCode.FILESYSTEM,
          "Set right what is named above, then try again.");
    }
  }

  private static CommandException failed(String why, ProblemCode code, String next) {
    return new CommandException(new Problem(COULD_NOT_CHANGE, why, code, next));
  }
}

package dev.voltad.cli;

import dev.voltad.cli.DaemonClient.Answer;
import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.Resources;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateRequest;
import dev.voltad.protocol.UpdateRequest.Action;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What there is to know and to do about releases: the daemon is asked; without one, {@code voltad
 * --once} does it.
 */
final class ReleaseDoor {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration WORK_LIMIT = Duration.ofMinutes(60);
  private static final int MAX_MEMORY_BYTES = 1 << 20;

  private final Context context;
  private final Path home;

  ReleaseDoor(Context context) throws CommandException {
    this.context = context;
    this.home = context.home();
  }

  /** The daemon's memory, as far as it is read here. */
  private record Memory(Optional<UpdateReport> report) {}

  /** What is known now; nothing is looked for. */
  UpdateReport report() throws CommandException, InterruptedException {
    try {
      return ask();
    } catch (UnreachableException noDaemon) {
      return once("status");
    }
  }

  /** As {@link #report}; without a daemon what one wrote down, and empty if none did. */
  Optional<UpdateReport> known() throws CommandException {
    try {
      return Optional.of(ask());
    } catch (UnreachableException noDaemon) {
      try {
        Path file = home.resolve("self/updates.json");
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_MEMORY_BYTES) {
          return Optional.empty();
        }
        return Json.read(Files.readString(file), Memory.class).report();
      } catch (IOException unreadable) {
        return Optional.empty();
      }
    }
  }

  private UpdateReport ask() throws CommandException, UnreachableException {
    Answer answer = new DaemonClient(home).get(Resources.UPDATES, ANSWER_LIMIT);
    if (answer.status() != 200) {
      throw new UnreachableException("it answered with status " + answer.status());
    }
    try {
      return Json.read(answer.body(), UpdateReport.class);
    } catch (IOException e) {
      throw new CommandException(notUnderstood(e.getMessage()));
    }
  }

  /**
   * Looks, fetches or updates; returns when that is over.
   *
   * @return what is known then
   * @throws CommandException why it was not done
   */
  UpdateReport update(Action action, Optional<String> to)
      throws CommandException, InterruptedException {
    String body = Json.line(new UpdateRequest(action, to));
    List<String> words = new ArrayList<>(List.of(action.id()));
    to.ifPresent(version -> words.addAll(List.of("--to", version)));
    return work(Resources.UPDATES, body, words.toArray(new String[0]));
  }

  /** Goes back to the release before. */
  UpdateReport rollBack() throws CommandException, InterruptedException {
    return work(Resources.ROLLBACKS, "{}", "rollback");
  }

  private UpdateReport work(String resource, String body, String... words)
      throws CommandException, InterruptedException {
    Answer answer;
    try {
      answer = new DaemonClient(home).send("POST", resource + "?wait=true", body, WORK_LIMIT);
    } catch (UnreachableException e) {
      if (new DaemonStarter(home, context.programs()).isAnswering()) {
        throw new CommandException(notUnderstood(e.getMessage()));
      }
      return once(words);
    }
    requireDone(answer);
    return report();
  }

  private static void requireDone(Answer answer) throws CommandException {
    try {
      if (answer.status() != 200) {
        throw new CommandException(Json.read(answer.body(), Problem.class));
      }
      String last = answer.body().strip().lines().reduce((first, next) -> next).orElse("");
      JobEvent end = Json.read(last, JobEvent.class);
      if (end.problem().isPresent()) {
        throw new CommandException(end.problem().get());
      }
      if (!end.isLast()) {
        throw new CommandException(notUnderstood("an answer that breaks off"));
      }
    } catch (IOException e) {
      throw new CommandException(notUnderstood(e.getMessage()));
    }
  }

  private static Problem problem(String answer) {
    try {
      return Json.read(answer, Problem.class);
    } catch (IOException | RuntimeException e) {
      return new Problem(
          "Could not look after the programs.",
          "`voltad --once` failed, and said what is above.",
          ProblemCode.INTERNAL,
          "See `volta doctor`.");
    }
  }

  private static Problem notUnderstood(String what) {
    return new Problem(
        "Could not understand the daemon.",
        "It answered with " + what + ".",
        ProblemCode.DAEMON_UNREACHABLE,
        "See `volta self status`, and `volta doctor`: it may be of another version.");
  }

  private UpdateReport once(String... words) throws CommandException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(context.programs().resolve("voltad").toString(), "--once"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("VOLTA_HOME", home.toString());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exit = process.waitFor();
      if (exit != 0) {
        throw new CommandException(problem(answer));
      }
      return Json.read(answer, UpdateReport.class);
    } catch (IOException e) {
      throw new CommandException(
          new Problem(
              "Could not run `voltad --once`.",
              e.getMessage() + ".",
              ProblemCode.ENVIRONMENT,
              "Install the programs again."));
    }
  }
}

package dev.voltad.daemon;

import dev.voltad.daemon.os.ProcessImage;
import dev.voltad.daemon.update.UpdateOnce;
import dev.voltad.daemon.update.UpdateStart;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.ManagedPolicy;
import dev.voltad.protocol.Policy;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import dev.voltad.protocol.UpdateRequest.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code voltad --once}: the updates of a home that has no daemon. */
final class Once {
  private Once() {}

  /**
   * @param words after the option
   * @return the exit status
   */
  static int run(Config config, List<String> words)
      throws IOException, InterruptedException, StartException {
    String action = words.isEmpty() ? "" : words.get(0);
    Optional<String> to =
        words.size() == 3 && words.get(1).equals("--to")
            ? Optional.of(words.get(2))
            : Optional.empty();
    boolean isKnown =
        List.of("status", "check", "stage", "apply", "rollback", "recover").contains(action);
    if (!isKnown || words.size() > 1 && to.isEmpty()) {
      throw new StartException(
          new Problem(
              "Could not understand the arguments.",
              "--once is followed by what to do, not by `" + String.join(" ", words) + "`.",
              ProblemCode.ARGUMENTS,
              "See `voltad --help`."));
    }
    DaemonLock.refuseForeignHome(config.home());
    Optional<Problem> problem;
    try {
      problem = act(config, words, to);
    } catch (IOException e) {
      problem = Optional.of(UpdateOnce.failed(e));
    }
    problem.ifPresent(it -> System.out.println(Json.line(it)));
    return problem.map(it -> it.code().exitCode()).orElse(0);
  }

  private static Optional<Problem> act(Config config, List<String> words, Optional<String> to)
      throws IOException, InterruptedException {
    Policy policy = Policy.of(config.home(), ManagedPolicy.SYSTEM);
    UpdateOnce once = new UpdateOnce(config.updates(), policy, System.out);
    String action = words.get(0);
    switch (action) {
      case "status" -> {
        return once.status();
      }
      case "recover" -> {
        recoverFirst(config, words);
        return once.recover();
      }
      case "rollback" -> {
        return rollBack(config, once);
      }
      default -> {
        recoverFirst(config, words);
        try {
          return once.update(Action.valueOf(action.toUpperCase(Locale.ROOT)), to);
        } catch (IllegalArgumentException e) {
          return Optional.of(
              new Problem(
                  "Could not understand the arguments.",
                  e.getMessage() + ".",
                  ProblemCode.ARGUMENTS,
                  "Give a version like 1.2.3."));
        }
      }
    }
  }

  private static Optional<Problem> rollBack(Config config, UpdateOnce once)
      throws IOException, InterruptedException {
    try {
      become(config, once.rollBack(), List.of("recover"));
      return Optional.empty();
    } catch (UpdateOnce.RefusedException e) {
      return Optional.of(e.problem());
    }
  }

  /** A release that was cut off from being taken back is, by the one before, which then goes on. */
  private static void recoverFirst(Config config, List<String> words)
      throws IOException, InterruptedException {
    Optional<Path> other = new UpdateStart(config.updates()).beginOnce();
    if (other.isPresent()) {
      become(config, other.get(), words);
    }
  }

  private static void become(Config config, Path voltad, List<String> words) throws IOException {
    List<String> arguments = new ArrayList<>(words);
    arguments.add(0, "--once");
    ProcessImage.become(voltad, arguments, config.environment());
  }
}

package dev.voltad.cli;

import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.migrate.HomeState;
import dev.voltad.migrate.Migrator;
import dev.voltad.migrate.VoltaHome;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Resources;
import dev.voltad.protocol.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code volta doctor} looks at. What several checks need is read once, when the first asks;
 * so a reading that fails fails only those checks. Confined to one thread.
 */
final class Patient {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final Context context;
  private HomeState state;
  private DaemonReply reply;
  private Optional<UserServices> services;

  Patient(Context context) {
    this.context = context;
  }

  /**
   * What the daemon of the home answered.
   *
   * @param status empty if none answered
   * @param why none answered; else empty
   */
  record DaemonReply(Optional<Status> status, String why) {}

  Context context() {
    return context;
  }

  String variable(String name) {
    return context.environment().getOrDefault(name, "");
  }

  /** The home, whether it is there or not; empty if nothing says where it would be. */
  Optional<Path> named() {
    return VoltaHome.find(context.environment());
  }

  /** The home, if it is a folder. */
  Optional<Path> home() {
    return named().filter(Files::isDirectory);
  }

  Optional<Path> programs() {
    return VoltaHome.programs(context.environment());
  }

  /** The folders on PATH that are there, in order. */
  List<Path> path() {
    return Arrays.stream(variable("PATH").split(":"))
        .filter(entry -> entry.startsWith("/"))
        .map(Path::of)
        .filter(Files::isDirectory)
        .toList();
  }

  /** What the disk tells of a home that is there. */
  HomeState state() {
    if (state == null) {
      Path home = home().orElseThrow();
      state = new Migrator(home, programs().orElse(home.resolve("self/current/bin"))).state();
    }
    return state;
  }

  DaemonReply daemon() {
    if (reply == null) {
      reply = ask(home().orElseThrow());
    }
    return reply;
  }

  private static DaemonReply ask(Path home) {
    try {
      DaemonClient.Answer answer = new DaemonClient(home).get(Resources.STATUS, ANSWER_LIMIT);
      if (answer.status() != 200) {
        return new DaemonReply(
            Optional.empty(), "it answered with status " + answer.status() + ", not 200");
      }
      return new DaemonReply(Optional.of(Json.read(answer.body(), Status.class)), "");
    } catch (UnreachableException | IOException e) {
      return new DaemonReply(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is known where a service manager would have its files. */
  boolean hasUser() {
    return variable("HOME").startsWith("/");
  }

  /** Empty if no manager answers, or {@link #hasUser} is false. */
  Optional<UserServices> services() throws CommandException, InterruptedException {
    if (services == null) {
      services = hasUser() ? UserServices.find(context) : Optional.empty();
    }
    return services;
  }
}

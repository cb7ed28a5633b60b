package dev.voltad.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why the home is migrated or repaired now, or why not: every gate in the order in which it is
 * looked at, and what happens next. Told from a status alone. Immutable.
 *
 * @param gates all of them; the first that is closed decides
 * @param next what happens next, or what a person can do
 */
public record Gates(int schema, List<Gate> gates, String next) {

  public Gates {
    gates = List.copyOf(gates);
  }

  /**
   * @param now for how long something still takes
   */
  public static Gates of(Status status, Instant now) {
    HomeInfo home = status.home();
    List<Gate> gates = new ArrayList<>();
    gates.add(
        new Gate(
            "home",
            home.condition() != Condition.ABSENT,
            home.condition() == Condition.ABSENT ? home.path() + " is not there" : home.path()));
    gates.add(new Gate("layout", home.condition() != Condition.UNREADABLE, home.evidence()));
    boolean isNeeded =
        home.condition() != Condition.CURRENT && home.condition() != Condition.ABSENT;
    gates.add(new Gate("need", isNeeded, need(home)));
    boolean isHeldBack = home.condition() == Condition.HELD_BACK;
    gates.add(
        new Gate(
            "held-back",
            !isHeldBack,
            isHeldBack ? "an undo holds it back until somebody asks" : "nothing was undone"));
    gates.add(
        new Gate(
            "hold",
            status.hold().isEmpty(),
            status.hold().map(Hold::text).orElse("there is none")));
    gates.add(lock(home));
    gates.add(backOff(status, now));
    gates.add(daemon(status));
    return new Gates(Status.SCHEMA, gates, next(status, gates));
  }

  private static String need(HomeInfo home) {
    return home.pending() == 0
        ? "nothing to change"
        : StatusText.changes(home.pending()) + " to make";
  }

  private static Gate lock(HomeInfo home) {
    return home.lock()
        .map(
            holder ->
                new Gate(
                    "lock",
                    false,
                    "held by process " + holder.pid() + " (" + holder.program() + ")"))
        .orElse(new Gate("lock", true, "free"));
  }

  private static Gate backOff(Status status, Instant now) {
    Optional<Instant> again =
        status.home().condition() == Condition.FAILED && status.problem().isPresent()
            ? status.daemon().flatMap(DaemonInfo::nextLook)
            : Optional.empty();
    if (status.daemon().isEmpty() || again.isEmpty()) {
      return new Gate("back-off", true, "the last try did not fail");
    }
    long seconds = Math.max(0, Duration.between(now, again.get()).toSeconds());
    String why = status.problem().orElseThrow().detail();
    return new Gate(
        "back-off", false, "the last try failed: " + why + " Next in " + seconds + " s");
  }

  private static Gate daemon(Status status) {
    return status
        .daemon()
        .map(daemon -> new Gate("daemon", true, "runs, process " + daemon.pid()))
        .orElse(new Gate("daemon", false, "none runs; shims start `volta-migrate` themselves"));
  }

  private static String next(Status status, List<Gate> gates) {
    Optional<Gate> closed = gates.stream().filter(gate -> !gate.open()).findFirst();
    if (status.job().isPresent()) {
      return "It is at work: " + StatusText.progress(status.job().get()) + ".";
    }
    if (closed.isEmpty()) {
      return "The daemon is about to do it.";
    }
    return switch (closed.get().id()) {
      case "home" -> "The next tool or `volta-migrate` makes it.";
      case "layout" -> status.problem().map(Problem::next).orElse("See `volta doctor`.");
      case "need" -> "Nothing has to be done.";
      case "held-back" -> "Run `volta-migrate` to have it again.";
      case "hold" -> "Run `volta self unhold`, or `volta repair` to have it done once.";
      case "lock" -> "It goes on when that process has ended; see `volta lock show`.";
      case "back-off" -> status.problem().map(Problem::next).orElse("It is tried again by itself.");
      default -> "Run `volta repair`, or `volta daemon start`.";
    };
  }

  /** As people read it. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Gate gate : gates) {
      text.append(
          "%-5s%-11s%s\n"
              .formatted(gate.open() ? "ok" : "no", gate.id(), StatusText.printable(gate.value())));
    }
    return text.append("next: ").append(StatusText.printable(next)).append('\n').toString();
  }
}

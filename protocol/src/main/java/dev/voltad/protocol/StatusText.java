package dev.voltad.protocol;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A status as people read it; the same whether the daemon or the command line writes it. */
public final class StatusText {
  private StatusText() {}

  /**
   * @param now for how long something has lasted
   */
  public static String of(Status status, Instant now) {
    StringBuilder text = new StringBuilder();
    status
        .daemon()
        .ifPresentOrElse(
            daemon ->
                text.append(
                    "voltad %s runs, pid %d, for %s\n"
                        .formatted(daemon.version(), daemon.pid(), span(daemon.started(), now))),
            () -> text.append("voltad does not run\n"));
    HomeInfo home = status.home();
    line(text, "home", home.path());
    line(text, "layout", layout(home));
    drift(home).ifPresent(drift -> line(text, "drift", drift));
    status.hold().ifPresent(hold -> line(text, "hold", hold.text()));
    status.job().ifPresent(job -> line(text, "job", job.kind() + ", " + progress(job)));
    status.lastJob().ifPresent(job -> line(text, "last", ended(job)));
    home.lock().ifPresent(lock -> line(text, "lock", lock(lock, now)));
    home.undoable().ifPresent(id -> line(text, "undo", id + ": `volta-migrate --undo`"));
    status.daemon().ifPresent(daemon -> line(text, "looks", looks(daemon, now)));
    status
        .daemon()
        .map(DaemonInfo::memory)
        .filter(OptionalLong::isPresent)
        .ifPresent(memory -> line(text, "memory", mebibytes(memory.getAsLong())));
    status.daemon().ifPresent(daemon -> line(text, "socket", daemon.socket()));
    status.problem().ifPresent(problem -> problem(text, problem));
    findings(text, home);
    return text.toString();
  }

  /** What a job is at, for example {@code applying, 12 of 54 (22 %)}. */
  public static String progress(Job job) {
    return job.total() == 0
        ? job.phase()
        : "%s, %d of %d (%d %%)"
            .formatted(job.phase(), job.done(), job.total(), job.percent().getAsInt());
  }

  private static String layout(HomeInfo home) {
    int rest = home.pending() - home.drift();
    String pending = rest == 0 ? "" : ", " + changes(rest) + " to make";
    return home.layout().orElse("none")
        + ", "
        + home.condition().id()
        + pending
        + " ("
        + home.evidence()
        + ")";
  }

  private static Optional<String> drift(HomeInfo home) {
    if (home.drift() > 0) {
      return Optional.of(changes(home.drift()) + " to make: `volta repair --dry-run` shows them");
    }
    return home.condition() == Condition.CURRENT ? Optional.of("none") : Optional.empty();
  }

  static String changes(int count) {
    return count == 1 ? "1 change" : count + " changes";
  }

  private static String ended(Job job) {
    String how =
        job.outcome()
            .map(outcome -> outcome + ", " + changes(job.total()))
            .or(() -> job.problem().map(problem -> "failed: " + problem.detail()))
            .orElse("unknown");
    Optional<Instant> ended = job.ended();
    return how
        + ended
            .map(at -> ", " + took(job.started(), at) + ", at " + at.truncatedTo(SECONDS))
            .orElse("");
  }

  private static String took(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() + " ms";
  }

  private static String looks(DaemonInfo daemon, Instant now) {
    String last = daemon.lastLook().map(at -> ", last " + span(at, now) + " ago").orElse("");
    String next = daemon.nextLook().map(at -> ", next in " + span(now, at)).orElse("");
    return "by " + daemon.watch() + last + next;
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }

  private static String lock(LockInfo lock, Instant now) {
    return "held by process "
        + lock.pid()
        + " ("
        + lock.program()
        + lock.purpose().map(purpose -> ", " + purpose).orElse("")
        + ")"
        + lock.since().map(since -> " for " + span(since, now)).orElse("");
  }

  private static void problem(StringBuilder text, Problem problem) {
    line(text, "problem", problem.title());
    line(text, "why", problem.detail());
    line(text, "next", problem.next());
    line(text, "code", problem.code().id());
  }

  private static void findings(StringBuilder text, HomeInfo home) {
    if (!home.findings().isEmpty()) {
      text.append("kept as it is:\n");
    }
    for (Kept finding : home.findings()) {
      text.append("  ").append(printable(finding.path() + ": " + finding.reason())).append('\n');
      text.append("    ").append(printable(finding.next())).append('\n');
    }
    home.moreFindings()
        .ifPresent(more -> text.append("  and " + more + " more: `volta doctor` names them\n"));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(':').append(" ".repeat(8 - name.length())).append(printable(value));
    text.append('\n');
  }

  /** Names come from the disk and may hold anything, so no controls go to the terminal. */
  public static String printable(String value) {
    return value.chars().noneMatch(Character::isISOControl)
        ? value
        : value.replaceAll("\\p{Cntrl}", "?");
  }

  /** For example {@code 3 min}. */
  private static String span(Instant from, Instant to) {
    long seconds = Math.max(0, Duration.between(from, to).toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}

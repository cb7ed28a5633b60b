package dev.voltad.cli;

import dev.voltad.protocol.Gate;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.StatusText;
import dev.voltad.protocol.UpdateReport;
import dev.voltad.protocol.UpdateReport.Activation;
import dev.voltad.protocol.UpdateReport.Bad;
import dev.voltad.protocol.UpdateReport.Download;
import dev.voltad.protocol.UpdateReport.Feed;
import dev.voltad.protocol.UpdateRequest.Action;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What is known of releases, as people read it. */
final class ReleaseText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
  private static final long KIB = 1024;

  private ReleaseText() {}

  static String of(UpdateReport report) {
    StringBuilder text = new StringBuilder();
    line(text, "version", report.version() + ", channel " + report.channel());
    line(text, "feed", report.feed().map(ReleaseText::feed).orElse("not looked at yet"));
    line(text, "newest", newest(report));
    report.download().ifPresent(it -> line(text, "download", download(it)));
    report.activation().ifPresent(it -> line(text, "update", activation(it)));
    for (Bad bad : report.bad()) {
      line(text, "bad", bad.version() + ": " + bad.reason());
    }
    report.checked().ifPresent(it -> line(text, "checked", time(it)));
    report.nextCheck().ifPresent(it -> line(text, "next check", time(it)));
    report.problem().ifPresent(it -> line(text, "problem", problem(it)));
    return text.toString();
  }

  /** Every gate of the release to take, in its order. */
  static String gates(UpdateReport report) {
    StringBuilder text = new StringBuilder();
    for (Gate gate : report.gates()) {
      text.append(
          "%-5s%-11s%s\n"
              .formatted(gate.open() ? "ok" : "no", gate.id(), StatusText.printable(gate.value())));
    }
    return text.append("next: ").append(next(report)).append('\n').toString();
  }

  private static String next(UpdateReport report) {
    Optional<Gate> closed = report.firstClosed();
    if (closed.isEmpty()) {
      return report.reach().equals(Action.STAGE.id())
          ? "It is fetched at the next look, and put in place by `volta self update`."
          : "It is taken at the next look, or now with `volta self update`.";
    }
    return report
        .nextTry()
        .map(at -> "It is looked at again at " + time(at) + ".")
        .orElse("Only a person can open what is closed.");
  }

  private static String newest(UpdateReport report) {
    if (report.checked().isEmpty()) {
      return "not known; run `volta self check`";
    }
    if (report.newest().isEmpty()) {
      return "nothing is newer";
    }
    String closed =
        report
            .firstClosed()
            .map(gate -> "; not taken now: " + gate.id() + ", " + gate.value())
            .orElse("; it may be taken");
    return report.newest().get() + closed;
  }

  private static String feed(Feed feed) {
    String until = feed.expires().map(it -> ", good until " + time(it)).orElse("");
    return feed.id() + " from " + String.join(", ", feed.mirrors()) + until;
  }

  private static String download(Download download) {
    return "%d KiB to fetch, %d KiB are there already"
        .formatted(download.size() / KIB, download.have() / KIB);
  }

  private static String activation(Activation it) {
    String what =
        switch (it.phase()) {
          case MIGRATING -> "is being put in place";
          case TRIAL -> "is on trial";
          case COMMITTED -> "has proved itself; `volta self rollback` goes back";
          case UNDOING -> "is being taken back";
        };
    String why = it.reason().map(reason -> ": " + reason).orElse("");
    return "%s -> %s %s, since %s%s".formatted(it.from(), it.to(), what, time(it.since()), why);
  }

  private static String problem(Problem problem) {
    return problem.title() + " " + problem.detail() + " " + problem.next();
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-12s%s\n".formatted(name + ":", StatusText.printable(value)));
  }
}

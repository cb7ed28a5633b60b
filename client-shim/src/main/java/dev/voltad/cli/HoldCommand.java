package dev.voltad.cli;

import dev.voltad.protocol.Hold;
import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volta self hold}. */
@Command(
    name = "hold",
    description = {
      "Lets the daemon change nothing of its own accord, until the hold ends.",
      "What somebody asks for, a shim too, is still done."
    })
final class HoldCommand implements Callable<Integer> {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,5})([mhd])");

  private final Context context;

  @ArgGroup(exclusive = true)
  private End end;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown in the status.")
  private String reason;

  /** When it ends by itself; one of the two. */
  static final class End {
    @Option(
        names = "--for",
        paramLabel = "TIME",
        description = "It ends after this time: a number with m, h or d, for example 24h.")
    private String length;

    @Option(
        names = "--until",
        paramLabel = "DATE",
        description = "It ends then: 2026-12-01, or 2026-12-01T08:00, in this machine's zone.")
    private String date;
  }

  HoldCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Hold hold;
    try {
      hold = Hold.begin(now, until(now), Optional.ofNullable(reason));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          new Problem(
              "Could not understand the arguments.",
              e.getMessage() + ".",
              ProblemCode.ARGUMENTS,
              "See `volta self hold --help`."));
    }
    new PolicyDoor(context).hold(hold);
    context.out().println(context.home() + " is on hold " + hold.text() + ".");
    return 0;
  }

  private Optional<Instant> until(Instant now) {
    if (end == null) {
      return Optional.empty();
    }
    return Optional.of(end.length == null ? date(end.date) : now.plus(length(end.length)));
  }

  private static Duration length(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "--for is a number with m, h or d, for example 24h, not " + text);
    }
    int number = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static Instant date(String text) {
    try {
      if (!text.contains("T")) {
        return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
      }
      return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--until is a date, for example 2026-12-01 or 2026-12-01T08:00, not " + text, e);
    }
  }
}

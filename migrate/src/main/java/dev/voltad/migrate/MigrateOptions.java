package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockWait;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of {@code volta-migrate}. Parsed by hand: the program is on the way of every tool
 * whose home is outdated, and a parser library would double its start-up.
 */
record MigrateOptions(
    Action action,
    Scope scope,
    boolean isJson,
    boolean mayCreate,
    LockWait lockWait,
    Verbosity verbosity) {

  enum Action {
    MIGRATE,
    PLAN,
    UNDO,
    STATUS,
    HELP,
    VERSION
  }

  /** What goes to stderr, more with each. */
  enum Verbosity {
    SILENT,
    ERRORS,
    WARNINGS,
    NORMAL,
    VERBOSE
  }

  /** Arguments that cannot be taken; the message says which and why. */
  static final class BadArgumentException extends Exception {
    private static final long serialVersionUID = 1L;

    BadArgumentException(String why) {
      super(why);
    }
  }

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  static MigrateOptions parse(String[] arguments, Map<String, String> environment)
      throws BadArgumentException {
    Action action = Action.MIGRATE;
    Scope scope = Scope.LAYOUT;
    boolean isJson = false;
    boolean mayCreate = true;
    LockWait wait = LockWait.INTERACTIVE;
    Verbosity verbosity = fromLogLevel(environment.getOrDefault("VOLTA_LOGLEVEL", ""));
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      switch (argument) {
        case "--plan" -> action = one(action, Action.PLAN);
        case "--undo" -> action = one(action, Action.UNDO);
        case "--status" -> action = one(action, Action.STATUS);
        case "--help", "-h" -> action = Action.HELP;
        case "--version", "-v" -> action = Action.VERSION;
        case "--repair" -> scope = Scope.EVERYTHING;
        case "--json" -> isJson = true;
        case "--no-create" -> mayCreate = false;
        case "--no-wait" -> wait = LockWait.NONE;
        case "--quiet" -> verbosity = Verbosity.ERRORS;
        case "--verbose" -> verbosity = Verbosity.VERBOSE;
        case "--lock-timeout" -> {
          if (++i == arguments.length) {
            throw new BadArgumentException("--lock-timeout needs a duration, for example 30s");
          }
          wait = new LockWait(duration(arguments[i]));
        }
        default -> {
          if (!argument.startsWith("--lock-timeout=")) {
            throw new BadArgumentException("there is no option " + argument);
          }
          wait = new LockWait(duration(argument.substring("--lock-timeout=".length())));
        }
      }
    }
    return new MigrateOptions(action, scope, isJson, mayCreate, wait, verbosity);
  }

  private static Action one(Action before, Action action) throws BadArgumentException {
    if (before != Action.MIGRATE && before != action) {
      throw new BadArgumentException("only one of --plan, --undo and --status can be done");
    }
    return action;
  }

  private static Duration duration(String text) throws BadArgumentException {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new BadArgumentException(
          "--lock-timeout is a number with ms, s, m or h, for example 30s, not " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** Upstream's levels; anything else counts as unset. */
  private static Verbosity fromLogLevel(String level) {
    return switch (level.toLowerCase(Locale.ROOT)) {
      case "off" -> Verbosity.SILENT;
      case "error" -> Verbosity.ERRORS;
      case "warn" -> Verbosity.WARNINGS;
      case "debug", "trace" -> Verbosity.VERBOSE;
      default -> Verbosity.NORMAL;
    };
  }
}

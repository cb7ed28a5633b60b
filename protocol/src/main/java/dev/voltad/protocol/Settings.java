package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a person has set about the daemon of one home: {@code docs/policy.md}. Immutable.
 *
 * @param idleExit after how long without work the daemon ends, if a service manager starts it again
 *     when it is asked: {@code 30s}, {@code 10m}, {@code 2h}; empty for never
 */
public record Settings(Optional<String> idleExit) {
  /** Nothing is set. */
  public static final Settings NONE = new Settings(Optional.empty());

  /** The names of all settings. */
  public static final List<String> NAMES = List.of("idleExit");

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");

  /**
   * @throws IllegalArgumentException if {@code idleExit} is no duration, or none at all
   */
  public Settings {
    if (idleExit.isPresent()) {
      duration(idleExit.get());
    }
  }

  /**
   * Every setting from the body of a request, {@code {"idleExit"?}}. A name that is not known is
   * refused: whoever misspells a setting must hear of it.
   *
   * @throws IllegalArgumentException if it is no such object
   */
  public static Settings asked(String body) {
    JsonNode fields = Json.object(body);
    for (String name : fields.propertyNames()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(unknown(name));
      }
    }
    return read(fields);
  }

  /** As they stand in a policy; what else is there is passed over. */
  static Settings read(JsonNode fields) {
    JsonNode idleExit = fields.path("idleExit");
    if (idleExit.isMissingNode() || idleExit.isNull()) {
      return NONE;
    }
    if (!idleExit.isString()) {
      throw new IllegalArgumentException(notDuration(idleExit.toString()));
    }
    return new Settings(Optional.of(idleExit.asString()));
  }

  /**
   * These, but for one.
   *
   * @param value empty for unset
   * @throws IllegalArgumentException if there is no such setting, or it cannot be that
   */
  public Settings with(String name, String value) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(unknown(name));
    }
    return new Settings(Optional.of(value).filter(text -> !text.isEmpty()));
  }

  /** {@link #idleExit} as a duration. */
  @JsonIgnore
  public Optional<Duration> idleAfter() {
    return idleExit.map(Settings::duration);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(notDuration(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static String notDuration(String found) {
    return "idleExit is a number with s, m or h, for example 30m, not " + found;
  }

  private static String unknown(String name) {
    return "there is no setting " + name + "; there is " + String.join(", ", NAMES);
  }
}

package dev.voltad.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Until it ends, the daemon changes nothing in the home of its own accord; what somebody asks for
 * is still done. Immutable.
 *
 * @param since when it began
 * @param until when it ends by itself; empty for never
 * @param reason why, in the words of whoever wanted it; at most {@value #MAX_REASON} characters
 */
public record Hold(Instant since, Optional<Instant> until, Optional<String> reason) {
  static final int MAX_REASON = 200;

  /** Beyond it an end is more likely a slip than a wish. */
  private static final Duration LONGEST = Duration.ofDays(3660);

  /**
   * One that begins now.
   *
   * @throws IllegalArgumentException if it would have ended already, ends more than ten years from
   *     now, or its reason is too long
   */
  public static Hold begin(Instant now, Optional<Instant> until, Optional<String> reason) {
    if (until.isPresent() && !until.get().isAfter(now)) {
      throw new IllegalArgumentException("until is " + until.get() + ", which has passed");
    }
    if (until.isPresent() && until.get().isAfter(now.plus(LONGEST))) {
      throw new IllegalArgumentException("until is " + until.get() + ", more than ten years away");
    }
    if (reason.isPresent() && reason.get().length() > MAX_REASON) {
      throw new IllegalArgumentException(
          "reason has " + reason.get().length() + " characters, more than " + MAX_REASON);
    }
    return new Hold(now, until, reason);
  }

  /** What a policy that cannot be read counts as: somebody may have meant it. */
  public static Hold ofUnreadable(Instant now) {
    return new Hold(now, Optional.empty(), Optional.of("the policy cannot be read"));
  }

  /**
   * What is asked for in the body of a request, {@code {"until"?, "reason"?}}; an empty body asks
   * for one without an end. Other fields are passed over.
   *
   * @throws IllegalArgumentException if it is no such object, or no such hold can be
   */
  public static Hold asked(String body, Instant now) {
    JsonNode fields = Json.object(body.isBlank() ? "{}" : body);
    return begin(now, instant(fields, "until"), text(fields, "reason"));
  }

  /** As it stands in a policy. */
  static Hold read(JsonNode fields) {
    if (!fields.isObject()) {
      throw new IllegalArgumentException("hold is an object, not " + fields);
    }
    Instant since =
        instant(fields, "since")
            .orElseThrow(() -> new IllegalArgumentException("hold has no since"));
    return new Hold(since, instant(fields, "until"), text(fields, "reason"));
  }

  private static Optional<Instant> instant(JsonNode fields, String name) {
    try {
      return text(fields, name).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          name + " is a time, for example 2026-12-01T08:00:00Z, not " + fields.get(name), e);
    }
  }

  private static Optional<String> text(JsonNode fields, String name) {
    JsonNode value = fields.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(name + " is a text, not " + value);
    }
    return Optional.of(value.asString());
  }

  /** Whether it has not ended. */
  public boolean isOn(Instant now) {
    return until.isEmpty() || until.get().isAfter(now);
  }

  /** For example {@code until 2026-12-01T08:00:00Z (moving house)}. */
  public String text() {
    return until.map(end -> "until " + end).orElse("without an end")
        + reason.map(why -> " (" + why + ")").orElse("");
  }
}

package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the body of {@code POST /v1/updates} asks for: {@code {"action", "to"?}}.
 *
 * @param action how far to go
 * @param to this version and no other; empty for whichever the policy picks
 */
public record UpdateRequest(Action action, Optional<String> to) {
  private static final int MAX_VERSION = 64;

  /** How far an update goes. */
  public enum Action {
    /** Looks whether there is a newer release. */
    CHECK,
    /** And fetches it. */
    STAGE,
    /** And puts it in place. */
    APPLY;

    /** For example {@code check}. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException if it is no such body
   */
  public static UpdateRequest of(String body) {
    JsonNode fields = Json.object(body);
    return new UpdateRequest(action(fields.path("action")), version(fields.path("to")));
  }

  private static Action action(JsonNode action) {
    return Arrays.stream(Action.values())
        .filter(known -> action.isString() && known.id().equals(action.asString()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(wrong(action)));
  }

  private static Optional<String> version(JsonNode to) {
    if (to.isMissingNode() || to.isNull()) {
      return Optional.empty();
    }
    if (!to.isString() || to.asString().length() > MAX_VERSION) {
      throw new IllegalArgumentException("to is a version, and it is " + to);
    }
    return Optional.of(to.asString());
  }

  /**
   * A rollback has nothing to say yet: no body, or an object.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static void requireEmpty(String body) {
    if (!body.isBlank()) {
      Json.object(body);
    }
  }

  private static String wrong(JsonNode action) {
    List<String> known = Arrays.stream(Action.values()).map(Action::id).toList();
    String found = action.isMissingNode() ? "missing" : action.toString();
    return "action is one of " + String.join(", ", known) + ", and it is " + found;
  }
}

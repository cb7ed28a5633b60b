package dev.voltad.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What the body of {@code POST /v1/updates} asks for: {@code {"action"}}.
 *
 * @param action how far to go
 */
public record UpdateRequest(Action action) {

  /** How far an update goes. */
  public enum Action {
    /** Looks whether there is a newer release. */
    CHECK,
    /** And fetches it. */
    STAGE,
    /** And puts it in place. */
    APPLY;

    /** For example {@code check}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException if it is no such body
   */
  public static UpdateRequest of(String body) {
    JsonNode action = Json.object(body).path("action");
    return new UpdateRequest(
        Arrays.stream(Action.values())
            .filter(known -> action.isString() && known.id().equals(action.asString()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(wrong(action))));
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

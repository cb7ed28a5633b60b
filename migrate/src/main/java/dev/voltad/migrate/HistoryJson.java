package dev.voltad.migrate;

import dev.voltad.migrate.HistoryEntry.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A {@link HistoryEntry} as one line of JSON; fields are only ever added. */
final class HistoryJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private HistoryJson() {}

  static String write(HistoryEntry entry) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("started", entry.started().toString());
    json.put("ended", entry.ended().toString());
    json.put("kind", entry.kind());
    json.put("program", entry.program());
    json.put("trigger", entry.trigger());
    json.put("outcome", entry.outcome());
    entry.from().ifPresent(from -> json.put("from", from));
    entry.to().ifPresent(to -> json.put("to", to));
    json.put("operations", entry.operations());
    entry.journal().ifPresent(journal -> json.put("journal", journal));
    entry
        .failure()
        .ifPresent(
            failure ->
                json.putObject("failure")
                    .put("kind", failure.kind())
                    .put("why", failure.why())
                    .put("next", failure.next()));
    return MAPPER.writeValueAsString(json);
  }

  /** Empty if it is no line of a history: a full disk may have cut it. */
  static Optional<HistoryEntry> read(String line) {
    try {
      JsonNode json = MAPPER.readTree(line);
      return Optional.of(
          new HistoryEntry(
              Instant.parse(text(json, "started").orElse("")),
              Instant.parse(text(json, "ended").orElse("")),
              text(json, "kind").orElse("?"),
              text(json, "program").orElse("?"),
              text(json, "trigger").orElse("?"),
              text(json, "outcome").orElse("?"),
              text(json, "from"),
              text(json, "to"),
              json.path("operations").asInt(0),
              text(json, "journal"),
              failure(json.path("failure"))));
    } catch (JacksonException | DateTimeException notALine) {
      return Optional.empty();
    }
  }

  private static Optional<Failure> failure(JsonNode json) {
    return text(json, "kind")
        .map(
            kind -> new Failure(kind, text(json, "why").orElse(""), text(json, "next").orElse("")));
  }

  private static Optional<String> text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }
}

package dev.voltad.migrate.journal;

import dev.voltad.migrate.layout.HomePath;
import dev.voltad.migrate.layout.LayoutVersion;
import dev.voltad.migrate.plan.Finding;
import dev.voltad.migrate.plan.Operation;
import dev.voltad.migrate.plan.Plan;
import dev.voltad.migrate.plan.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan as JSON: {@code plan.json} in the journal and the answer of {@code volta-migrate --plan
 * --json}. The format is {@code docs/layouts.md}, section 7; fields are only ever added.
 */
public final class PlanJson {
  /** The value of {@code schema}. */
  public static final int SCHEMA = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PlanJson() {}

  /** The plan as text. */
  public static String write(Plan plan) {
    return MAPPER.writeValueAsString(object(plan));
  }

  private static ObjectNode object(Plan plan) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("id", plan.workspace().id());
    json.put("from", plan.from().map(LayoutVersion::id).orElse(null));
    json.put("to", plan.to());
    json.put("evidence", plan.evidence());
    ObjectNode areas = json.putObject("areas");
    plan.workspace()
        .areas()
        .forEach((volume, area) -> areas.put(HomePath.text(volume), HomePath.text(area)));
    ArrayNode operations = json.putArray("operations");
    plan.operations().forEach(operation -> write(operation, operations.addObject()));
    writeFindings(plan.findings(), json.putArray("findings"));
    return json;
  }

  /** Findings as {@code [{path, reason, next}]}. */
  public static void writeFindings(List<Finding> findings, ArrayNode array) {
    for (Finding finding : findings) {
      array
          .addObject()
          .put("path", HomePath.text(finding.path()))
          .put("reason", finding.reason())
          .put("next", finding.next());
    }
  }

  private static void write(Operation operation, ObjectNode json) {
    if (operation instanceof Operation.MakeDir make) {
      json.put("op", "makeDir").put("path", HomePath.text(make.path()));
    } else if (operation instanceof Operation.Move move) {
      json.put("op", "move").put("from", HomePath.text(move.from()));
      json.put("to", HomePath.text(move.to()));
    } else if (operation instanceof Operation.Link link) {
      json.put("op", "link").put("path", HomePath.text(link.path()));
      json.put("target", HomePath.text(link.target()));
      link.previous().ifPresent(old -> json.put("previous", HomePath.text(old)));
    } else if (operation instanceof Operation.PutFile put) {
      json.put("op", "putFile").put("path", HomePath.text(put.path()));
      json.put("text", put.text()).put("replaces", put.replaces());
    } else if (operation instanceof Operation.SyncHome) {
      json.put("op", "syncHome");
    } else if (operation instanceof Operation.SyncDir sync) {
      json.put("op", "syncDir").put("path", HomePath.text(sync.path()));
    } else {
      throw new AssertionError(operation);
    }
  }

  /**
   * The plan in a text.
   *
   * @throws IllegalArgumentException if it is not a whole plan of this schema
   */
  public static Plan read(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      if (json.path("schema").asInt(-1) != SCHEMA) {
        throw new IllegalArgumentException("not a plan of schema " + SCHEMA);
      }
      List<Operation> operations = new ArrayList<>();
      json.required("operations").forEach(operation -> operations.add(operation(operation)));
      List<Finding> findings = new ArrayList<>();
      json.required("findings").forEach(finding -> findings.add(finding(finding)));
      return new Plan(
          new Workspace(string(json, "id"), areas(json)),
          optional(json, "from").map(LayoutVersion::of),
          string(json, "to"),
          string(json, "evidence"),
          operations,
          findings);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a whole plan", e);
    }
  }

  private static Map<Path, Path> areas(JsonNode json) {
    Map<Path, Path> areas = new HashMap<>();
    for (Map.Entry<String, JsonNode> area : json.required("areas").properties()) {
      areas.put(HomePath.of(area.getKey()), HomePath.of(area.getValue().stringValue()));
    }
    return areas;
  }

  private static Finding finding(JsonNode json) {
    return new Finding(path(json, "path"), string(json, "reason"), string(json, "next"));
  }

  private static Operation operation(JsonNode json) {
    return switch (string(json, "op")) {
      case "makeDir" -> new Operation.MakeDir(path(json, "path"));
      case "move" -> new Operation.Move(path(json, "from"), path(json, "to"));
      case "link" ->
          new Operation.Link(
              path(json, "path"),
              path(json, "target"),
              optional(json, "previous").map(HomePath::of));
      case "putFile" ->
          new Operation.PutFile(
              path(json, "path"), string(json, "text"), json.required("replaces").booleanValue());
      case "syncHome" -> new Operation.SyncHome();
      case "syncDir" -> new Operation.SyncDir(path(json, "path"));
      default -> throw new IllegalArgumentException("unknown operation " + json);
    };
  }

  private static Path path(JsonNode json, String key) {
    return HomePath.of(string(json, key));
  }

  private static String string(JsonNode json, String key) {
    return json.required(key).stringValue();
  }

  private static Optional<String> optional(JsonNode json, String key) {
    JsonNode value = json.get(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value.stringValue());
  }
}

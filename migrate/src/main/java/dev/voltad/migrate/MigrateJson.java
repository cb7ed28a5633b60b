package dev.voltad.migrate;

import dev.voltad.migrate.fs.LockHolder;
import dev.voltad.migrate.journal.PlanJson;
import dev.voltad.migrate.layout.LayoutVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The answers of {@code volta-migrate --json}: {@code docs/layouts.md}, section 7. */
final class MigrateJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private MigrateJson() {}

  static String result(Path home, MigrationResult result) {
    ObjectNode json = object(home);
    json.put("outcome", word(result.outcome()));
    json.put("from", result.from().map(LayoutVersion::id).orElse(null));
    json.put("to", result.to().id());
    json.put("evidence", result.evidence());
    json.put("journal", result.journal().orElse(null));
    json.put("operations", result.operations());
    json.put("tookMillis", result.took().toMillis());
    PlanJson.writeFindings(result.findings(), json.putArray("findings"));
    return MAPPER.writeValueAsString(json);
  }

  static String noHome(Path home) {
    ObjectNode json = object(home);
    json.put("outcome", word(MigrationResult.Outcome.NO_HOME));
    return MAPPER.writeValueAsString(json);
  }

  static String state(Path home, HomeState state) {
    ObjectNode json = object(home);
    json.put("exists", state.exists());
    json.put("layout", state.layout().map(LayoutVersion::id).orElse(null));
    json.put("evidence", state.evidence());
    json.put("current", state.isCurrent());
    json.put("pending", state.pending());
    json.put("unfinished", state.unfinished().orElse(null));
    json.put("undoable", state.undoable().orElse(null));
    json.put("undoableUntil", state.undoableUntil().map(Instant::toString).orElse(null));
    json.put("heldBack", state.heldBack());
    json.put("problem", state.problem().orElse(null));
    holder(json, state.holder());
    PlanJson.writeFindings(state.findings(), json.putArray("findings"));
    return MAPPER.writeValueAsString(json);
  }

  private static void holder(ObjectNode json, Optional<LockHolder> holder) {
    if (holder.isEmpty()) {
      json.putNull("lock");
      return;
    }
    ObjectNode lock = json.putObject("lock");
    lock.put("pid", holder.get().pid());
    lock.put("program", holder.get().program());
    lock.put("purpose", holder.get().purpose().orElse(null));
    lock.put("since", holder.get().since().map(Instant::toString).orElse(null));
  }

  static String problem(Report report) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", PlanJson.SCHEMA);
    json.put("code", report.code().id());
    json.put("title", "Could not " + report.what() + ".");
    json.put("detail", report.why());
    json.put("next", report.next());
    return MAPPER.writeValueAsString(json);
  }

  private static ObjectNode object(Path home) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", PlanJson.SCHEMA);
    json.put("home", home.toString());
    return json;
  }

  private static String word(MigrationResult.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

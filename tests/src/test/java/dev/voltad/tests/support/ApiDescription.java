package dev.voltad.tests.support;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code docs/openapi.yaml}: whether it is one, and whether an answer is as it says. */
public final class ApiDescription {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String OPENAPI = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";
  private static final String US = "urn:voltad:openapi";
  private static final String WHOLE = "urn:voltad:openapi-document";

  /** OpenAPI's own schema leaves open what a schema in a document may be; ours are of 2020-12. */
  private static final String WITH_SCHEMAS =
      """
      {"$id": "%s", "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "%s",
       "$defs": {"schema": {"$dynamicAnchor": "meta",
                            "$ref": "https://json-schema.org/draft/2020-12/schema"}}}
      """
          .formatted(WHOLE, OPENAPI);

  private final JsonNode document;
  private final SchemaRegistry registry;

  private ApiDescription(JsonNode document) throws IOException {
    this.document = document;
    String strict = JSON.writeValueAsString(closed((ObjectNode) document.deepCopy()));
    Map<String, String> schemas =
        Map.of(OPENAPI, resource("/openapi/openapi-3.1.json"), WHOLE, WITH_SCHEMAS, US, strict);
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(schemas));
  }

  public static ApiDescription read(Path file) throws IOException {
    return of(Files.readString(file));
  }

  public static ApiDescription of(String yaml) throws IOException {
    return new ApiDescription(new YAMLMapper().readTree(yaml));
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = ApiDescription.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Clients pass over fields that are not known; the daemon must not send any that are not named.
   */
  private static ObjectNode closed(ObjectNode document) {
    for (JsonNode schema : document.path("components").path("schemas")) {
      if (schema.has("properties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    return document;
  }

  /** What keeps the document from being one of OpenAPI 3.1. */
  public List<String> faults() {
    return texts(
        registry
            .getSchema(SchemaLocation.of(WHOLE))
            .validate(
                document,
                asserting ->
                    asserting.executionConfig(config -> config.formatAssertionsEnabled(true))));
  }

  /**
   * How an answer differs from what is described.
   *
   * @param method for example {@code GET}
   * @param path without a query
   */
  public List<String> faults(String method, String path, UnixHttp.Answer answer) {
    JsonNode operation = operation(method, path);
    JsonNode response = resolve(operation.path("responses").path("" + answer.status()));
    if (response.isMissingNode()) {
      return List.of(method + " " + path + " may not answer " + answer.status());
    }
    List<String> faults = new ArrayList<>();
    response
        .path("headers")
        .propertyNames()
        .forEach(name -> faults.addAll(header(name, response, answer)));
    String type = type(answer);
    JsonNode media = response.path("content").path(type);
    if (media.isMissingNode()) {
      return List.of(method + " " + path + " may not answer with " + type);
    }
    String schema = media.path("schema").path("$ref").asString("");
    if (type.endsWith("json")) {
      boolean isLines = type.contains("ndjson");
      List<String> parts = isLines ? answer.body().lines().toList() : List.of(answer.body());
      parts.forEach(part -> faults.addAll(json(schema, part)));
    } else if (type.equals("text/event-stream")) {
      answer
          .body()
          .lines()
          .filter(line -> line.startsWith("data: "))
          .forEach(line -> faults.addAll(json("#/components/schemas/Status", line.substring(6))));
    }
    return faults;
  }

  /** Of an answer that belongs to no operation: it must be a problem. */
  public List<String> faultsOfProblem(UnixHttp.Answer answer) {
    return type(answer).equals("application/problem+json")
        ? json("#/components/schemas/Problem", answer.body())
        : List.of(answer.head());
  }

  private static List<String> header(String name, JsonNode response, UnixHttp.Answer answer) {
    JsonNode allowed = response.path("headers").path(name).path("schema").path("enum");
    for (JsonNode value : allowed) {
      if (answer.head().contains("\r\n" + name + ": " + value.asString() + "\r\n")) {
        return List.of();
      }
    }
    return List.of("no header " + name + " of " + allowed + " in " + answer.head());
  }

  private static String type(UnixHttp.Answer answer) {
    return answer
        .head()
        .lines()
        .filter(line -> line.startsWith("content-type: "))
        .findFirst()
        .orElseThrow()
        .substring(14);
  }

  private JsonNode operation(String method, String path) {
    JsonNode paths = document.path("paths");
    String named = path.startsWith("/v1/jobs/") ? "/v1/jobs/{id}" : path;
    return paths.path(named).path(method.toLowerCase());
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  private List<String> json(String reference, String text) {
    Schema schema = registry.getSchema(SchemaLocation.of(US + reference));
    return texts(
        schema.validate(
            JSON.readTree(text),
            asserting ->
                asserting.executionConfig(config -> config.formatAssertionsEnabled(true))));
  }

  private static List<String> texts(List<Error> errors) {
    return errors.stream().map(Error::toString).toList();
  }
}

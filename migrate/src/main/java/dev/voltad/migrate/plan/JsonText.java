package dev.voltad.migrate.plan;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as upstream writes it: two spaces, keys in order, no newline at the end. Read strictly:
 * nothing after the value, no key twice, at most 64 deep.
 */
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer().with(printer());

  private JsonText() {}

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withArrayElementSpacing(Separators.Spacing.NONE)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    return new DefaultPrettyPrinter()
        .withSeparators(separators)
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  /** The object in a text; empty if it is not one whole, strict JSON object. */
  static Optional<ObjectNode> object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /**
   * Whether a text ends before the object in it does; zeros at its end count for nothing, as a
   * power cut leaves them.
   */
  static boolean isCutOff(String text) {
    String written = text.replaceAll("\\x00+$", "");
    if (written.isBlank()) {
      return true;
    }
    try {
      MAPPER.readTree(written);
      return false;
    } catch (UnexpectedEndOfInputException e) {
      return written.stripLeading().startsWith("{");
    } catch (JacksonException otherwiseWrong) {
      return false;
    }
  }

  static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  static String write(ObjectNode object) {
    return WRITER.writeValueAsString(object);
  }

  /** A string field; empty if it is missing or anything else. */
  static Optional<String> string(JsonNode object, String key) {
    JsonNode value = object.get(key);
    return value != null && value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  /** Whether a field is there and is a string or null: upstream wants such keys to be there. */
  static boolean hasStringOrNull(JsonNode object, String key) {
    JsonNode value = object.get(key);
    return value != null && (value.isString() || value.isNull());
  }
}

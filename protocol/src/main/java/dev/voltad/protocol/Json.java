package dev.voltad.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the local API: absent fields are left out, unknown ones are ignored. Thread-safe. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              old ->
                  JsonInclude.Value.construct(
                      JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** One line, without a newline. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** For people. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /**
   * @throws IOException if the text is not such an object
   */
  public static <T> T read(String text, Class<T> type) throws IOException {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw new IOException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** Without the place where something began, which is not told. */
  private static String words(JacksonException e) {
    return e.getOriginalMessage().replaceAll("(?s) \\(start marker at .*", "");
  }

  /**
   * A JSON object, field by field.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static JsonNode object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (!node.isObject()) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      return node;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no JSON: " + words(e), e);
    }
  }
}

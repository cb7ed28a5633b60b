package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.JsonValue.JsonFlag;
import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonNull;
import dev.voltad.daemon.trust.JsonValue.JsonNumber;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.JsonValue.JsonString;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON on the wire, read strictly: one value of strict UTF-8 without a mark at its beginning and
 * without anything after it, no name twice, no fraction, no number beyond {@code long}. Two readers
 * that differ in what they make of one signed text are two truths, so nothing is let pass.
 */
public final class JsonText {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NAME = 4 << 10;
  private static final int MAX_STRING = 64 << 10;

  /** Digits and a sign: no {@code long} has more. */
  private static final int MAX_NUMBER = 20;

  /** A document of 5 MB in tokens of one byte would take a hundred times its size as a tree. */
  private static final int MAX_TOKENS = 300_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from strangers: none is kept for longer than its document.
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(MAX_NUMBER)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private JsonText() {}

  /**
   * Reads one document.
   *
   * @param utf8 its bytes; the caller has capped their number
   * @throws IOException if it is not such JSON, or deeper than 32, has more than 300,000 tokens, a
   *     name of more than 4 KiB or a text of more than 64 KiB
   */
  public static JsonValue read(byte[] utf8) throws IOException {
    String text = decode(utf8);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonValue value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IOException("goes on after its end");
      }
      return value;
    } catch (JacksonException e) {
      throw new IOException("is not JSON that may be signed: " + e.getOriginalMessage(), e);
    }
  }

  private static String decode(byte[] utf8) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException("is not UTF-8", e);
    }
  }

  private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    if (token == null) {
      throw new IOException("ends too early");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> new JsonString(whole(parser.getString()));
      case VALUE_NUMBER_INT -> new JsonNumber(parser.getLongValue()); // refuses a larger one
      case VALUE_TRUE, VALUE_FALSE -> new JsonFlag(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> new JsonNull();
      case VALUE_NUMBER_FLOAT -> throw new IOException("has a fraction or an exponent");
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IOException("has " + token + " where a value is due");
    };
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = whole(parser.currentName());
      fields.put(name, value(parser, parser.nextToken()));
    }
    return new JsonObject(fields);
  }

  private static JsonList list(JsonParser parser) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      items.add(value(parser, t));
    }
    return new JsonList(items);
  }

  private static String whole(String text) throws IOException {
    if (!JsonString.isWhole(text)) {
      throw new IOException("has half a surrogate pair");
    }
    return text;
  }

  /** Without blanks, in the order of the value. */
  public static byte[] write(JsonValue value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, to);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonValue value, JsonGenerator to) {
    if (value instanceof JsonObject object) {
      to.writeStartObject();
      object.fields().forEach((name, field) -> write(field, to.writeName(name)));
      to.writeEndObject();
    } else if (value instanceof JsonList list) {
      to.writeStartArray();
      list.items().forEach(item -> write(item, to));
      to.writeEndArray();
    } else if (value instanceof JsonString string) {
      to.writeString(string.text());
    } else if (value instanceof JsonNumber number) {
      to.writeNumber(number.value());
    } else if (value instanceof JsonFlag flag) {
      to.writeBoolean(flag.value());
    } else if (value instanceof JsonNull) {
      to.writeNull();
    } else {
      throw new AssertionError(value);
    }
  }
}

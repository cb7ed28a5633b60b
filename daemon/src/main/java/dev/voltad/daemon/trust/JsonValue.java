package dev.voltad.daemon.trust;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as signed documents have it: no fractions, no numbers beyond {@code long}, no name twice in
 * one object. Immutable; {@link JsonText} reads and writes it, {@link CanonicalJson} is what is
 * signed.
 */
public sealed interface JsonValue {

  /** In the order in which it was read or built; the order means nothing. */
  record JsonObject(Map<String, JsonValue> fields) implements JsonValue {
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The same with one field more, or with another value of it. */
    public JsonObject with(String name, JsonValue value) {
      Map<String, JsonValue> more = new LinkedHashMap<>(fields);
      more.put(name, value);
      return new JsonObject(more);
    }

    public JsonObject with(String name, String value) {
      return with(name, new JsonString(value));
    }

    public JsonObject with(String name, long value) {
      return with(name, new JsonNumber(value));
    }

    public JsonObject with(String name, boolean value) {
      return with(name, new JsonFlag(value));
    }

    /** The same without one field. */
    public JsonObject without(String name) {
      Map<String, JsonValue> fewer = new LinkedHashMap<>(fields);
      fewer.remove(name);
      return new JsonObject(fewer);
    }
  }

  /** An array. */
  record JsonList(List<JsonValue> items) implements JsonValue {
    public JsonList {
      items = List.copyOf(items);
    }

    public static JsonList ofTexts(List<String> texts) {
      return new JsonList(texts.stream().<JsonValue>map(JsonString::new).toList());
    }
  }

  /** Text without half surrogate pairs, which no UTF-8 can say. */
  record JsonString(String text) implements JsonValue {
    public JsonString {
      if (!isWhole(text)) {
        throw new IllegalArgumentException("half a surrogate pair in a text");
      }
    }

    /** Whether each surrogate has its other half. */
    static boolean isWhole(String text) {
      return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
  }

  /** A whole number. */
  record JsonNumber(long value) implements JsonValue {}

  /** True or false. */
  record JsonFlag(boolean value) implements JsonValue {}

  /** Nothing. */
  record JsonNull() implements JsonValue {}
}

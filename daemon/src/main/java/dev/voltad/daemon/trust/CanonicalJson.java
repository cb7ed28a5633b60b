package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.JsonValue.JsonFlag;
import dev.voltad.daemon.trust.JsonValue.JsonList;
import dev.voltad.daemon.trust.JsonValue.JsonNull;
import dev.voltad.daemon.trust.JsonValue.JsonNumber;
import dev.voltad.daemon.trust.JsonValue.JsonObject;
import dev.voltad.daemon.trust.JsonValue.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes that are signed: OLPC's canonical JSON, as securesystemslib writes it. No blanks, names
 * in the order of their code points, and in texts only {@code "} and {@code \} are escaped, so a
 * line break stands there as it is: canonical JSON is not always JSON.
 *
 * <p>Source: specification 1.0.34, section 4; {@code encode_canonical} of securesystemslib.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** The bytes for one value, in UTF-8. */
  public static byte[] of(JsonValue value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonValue value, StringBuilder to) {
    if (value instanceof JsonObject object) {
      writeObject(object, to);
    } else if (value instanceof JsonList list) {
      String separator = "";
      to.append('[');
      for (JsonValue item : list.items()) {
        to.append(separator);
        write(item, to);
        separator = ",";
      }
      to.append(']');
    } else if (value instanceof JsonString string) {
      writeText(string.text(), to);
    } else if (value instanceof JsonNumber number) {
      to.append(number.value());
    } else if (value instanceof JsonFlag flag) {
      to.append(flag.value());
    } else if (value instanceof JsonNull) {
      to.append("null");
    } else {
      throw new AssertionError(value);
    }
  }

  private static void writeObject(JsonObject object, StringBuilder to) {
    Map<String, JsonValue> sorted = new TreeMap<>(CanonicalJson::compare);
    sorted.putAll(object.fields());
    String separator = "";
    to.append('{');
    for (Map.Entry<String, JsonValue> field : sorted.entrySet()) {
      to.append(separator);
      writeText(field.getKey(), to);
      to.append(':');
      write(field.getValue(), to);
      separator = ",";
    }
    to.append('}');
  }

  /** By code points; {@code String.compareTo} puts those beyond U+FFFF before U+E000. */
  private static int compare(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length()) {
      int left = a.codePointAt(at);
      int right = b.codePointAt(at);
      if (left != right) {
        return Integer.compare(left, right);
      }
      at += Character.charCount(left);
    }
    return Integer.compare(a.length(), b.length());
  }

  private static void writeText(String text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\');
      }
      to.append(c);
    }
    to.append('"');
  }
}

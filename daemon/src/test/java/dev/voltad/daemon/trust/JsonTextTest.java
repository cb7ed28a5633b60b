package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.voltad.daemon.trust.JsonValue.JsonString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("duplicate key", "{\"a\":1,\"a\":2}"),
        arguments("duplicate key, one escaped", "{\"a\":1,\"\\u0061\":2}"),
        arguments("duplicate key deep inside", "{\"a\":[{\"b\":{\"c\":1,\"c\":1}}]}"),
        arguments("fraction", "{\"a\":1.5}"),
        arguments("fraction of nothing", "{\"a\":1.0}"),
        arguments("exponent", "{\"a\":1e3}"),
        arguments("number beyond long", "{\"a\":9223372036854775808}"),
        arguments("number below long", "{\"a\":-9223372036854775809}"),
        arguments("number of a thousand digits", "1".repeat(1000)),
        arguments("leading zero", "{\"a\":01}"),
        arguments("hexadecimal", "{\"a\":0x10}"),
        arguments("NaN", "{\"a\":NaN}"),
        arguments("Infinity", "{\"a\":Infinity}"),
        arguments("33 deep", "[".repeat(33) + "]".repeat(33)),
        arguments("half a million deep", "[".repeat(500_000)),
        arguments("too many tokens", "[" + "0,".repeat(300_000) + "0]"),
        arguments("long text", "\"" + "x".repeat((64 << 10) + 1) + "\""),
        arguments("long name", "{\"" + "x".repeat((4 << 10) + 1) + "\":1}"),
        arguments("byte order mark", "\uFEFF{}"),
        arguments("trailing text", "{} x"),
        arguments("trailing document", "{}{}"),
        arguments("nothing", ""),
        arguments("blanks", " \n"),
        arguments("cut off in an object", "{\"a\":1"),
        arguments("cut off before a value", "{\"a\":"),
        arguments("cut off in a text", "\"abc"),
        arguments("trailing comma", "[1,]"),
        arguments("comment", "{}/* */"),
        arguments("single quotes", "{'a':1}"),
        arguments("name without quotes", "{a:1}"),
        arguments("line break in a text", "\"a\nb\""),
        arguments("half a surrogate pair", "\"\\ud800\""),
        arguments("half a surrogate pair in a name", "{\"\\udc00\":1}"),
        arguments("surrogates in the wrong order", "\"\\udc00\\ud800\""),
        arguments("HTML", "<html></html>"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void read_notStrict_isRefused(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThrows(IOException.class, () -> JsonText.read(bytes));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lone continuation byte, 80",
    "overlong slash, C0AF",
    "surrogate as bytes, EDA080",
    "beyond Unicode, F4908080",
    "cut-off character, C3",
    "Latin 1, E9"
  })
  void read_badUtf8_isRefused(String name, String hex) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write('"');
    bytes.write(java.util.HexFormat.of().parseHex(hex));
    bytes.write('"');

    assertThrows(IOException.class, () -> JsonText.read(bytes.toByteArray()));
  }

  @Test
  void read_utf16_isRefused() {
    byte[] bytes = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);

    assertThrows(IOException.class, () -> JsonText.read(bytes));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,-2,0]",
        "[9223372036854775807,-9223372036854775808]",
        "{\"b\":{\"a\":[true,false,null]},\"a\":\"\"}",
        "\"\\\"\\\\\\n\\u0001\"",
        "\"é€😀\""
      })
  void write_whatWasRead_isTheSame(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    byte[] again = JsonText.write(JsonText.read(bytes));

    assertEquals(text.toLowerCase(), new String(again, StandardCharsets.UTF_8).toLowerCase());
  }

  @ParameterizedTest(name = "U+{0}")
  @ValueSource(strings = {"D800", "DBFF", "DC00", "DFFF"})
  void text_halfASurrogatePair_isNone(String hex) {
    String half = Character.toString(Integer.parseInt(hex, 16));

    assertThrows(IllegalArgumentException.class, () -> new JsonString(half));
    assertThrows(IllegalArgumentException.class, () -> new JsonString("a" + half + "b"));
  }

  @Test
  void text_besideTheSurrogates_isOne() {
    assertEquals("\uD7FF\uE000", new JsonString("\uD7FF\uE000").text());
  }

  @Test
  void read_atItsLimits_isRead() throws IOException {
    String deep = "[".repeat(32) + "\"" + "x".repeat(64 << 10) + "\"" + "]".repeat(32);

    JsonValue value = JsonText.read(deep.getBytes(StandardCharsets.UTF_8));

    assertArrayEquals(deep.getBytes(StandardCharsets.UTF_8), JsonText.write(value));
  }
}

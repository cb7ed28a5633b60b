package dev.voltad.daemon.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The right sides are what {@code encode_canonical} of securesystemslib 1.4.0 made of the left. */
class CanonicalJsonTest {

  static Stream<Arguments> samples() {
    return Stream.of(
        arguments("{}", "7b7d"),
        arguments("[]", "5b5d"),
        arguments("\"\"", "2222"),
        arguments("[1,-2,0]", "5b312c2d322c305d"),
        arguments("-0", "30"),
        arguments("9223372036854775807", "39323233333732303336383534373735383037"),
        arguments(
            "{\"b\":1,\"a\":2,\"A\":3,\"_\":4,\"0\":5}",
            "7b2230223a352c2241223a332c225f223a342c2261223a322c2262223a317d"),
        arguments("[true,false,null]", "5b747275652c66616c73652c6e756c6c5d"),
        arguments(
            "{ \"a\" : [ 1 , { \"c\" : 1, \"b\" : 2 } ] }",
            "7b2261223a5b312c7b2262223a322c2263223a317d5d7d"),
        arguments("\"a\\\"b\\\\c/d\"", "22615c22625c5c632f6422"),
        arguments("\"line\\nbreak\\ttab\\u0001\"", "226c696e650a627265616b097461620122"),
        arguments("\"\\/\"", "222f22"),
        arguments("\"\\u00e9\\u20ac\\ud83d\\ude00\"", "22c3a9e282acf09f988022"),
        arguments(
            "{\"\\ud83d\\ude00\":1,\"\\uffee\":2,\"z\":3}",
            "7b227a223a332c22efbfae223a322c22f09f9880223a317d"),
        arguments(
            "{\"a\\\"b\":1,\"a\":2,\"ab\":3}", "7b2261223a322c22615c2262223a312c226162223a337d"),
        arguments("{\"a\":1,\"ab\":2}", "7b2261223a312c226162223a327d"),
        arguments("{\"\":{\"\":[[],{}]}}", "7b22223a7b22223a5b5b5d2c7b7d5d7d7d"),
        arguments("\"\\u007f\\u2028\"", "227fe280a822"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void of_sample_isAsTheReferenceWritesIt(String json, String hex) throws IOException {
    JsonValue value = JsonText.read(json.getBytes(StandardCharsets.UTF_8));

    assertEquals(hex, HexFormat.of().formatHex(CanonicalJson.of(value)));
  }
}

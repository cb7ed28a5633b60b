package dev.voltad.migrate.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HomePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bin/node",
        "my files/ünï côde.txt",
        "../nowhere",
        "/home/dev/.volta/bin/volta-shim",
        "a\nb",
        "100%25",
        "tools/image/packages/@babel/parser",
        "c++ [x] {y} #1?",
        ""
      })
  void text_ofUtf8Name_roundTrips(String name) {
    assertEquals(name, HomePath.text(HomePath.of(name)));
  }

  @Test
  void text_thatLooksEncoded_isEncoded() {
    Path path = Path.of("%:41");

    assertEquals("%:%25%3A41", HomePath.text(path));
    assertEquals(path, HomePath.of("%:%25%3A41"));
  }

  @Test
  void text_ofBytesThatAreNotUtf8_keepsThem() {
    Path path = Path.of(URI.create("file:///a%FFb")).getFileName();

    Path back = HomePath.of(HomePath.text(path));

    assertEquals("%:a%FFb", HomePath.text(path));
    assertEquals(path, back);
  }

  @Test
  void bytes_ofNonAsciiName_areUtf8() {
    byte[] bytes = HomePath.bytes(HomePath.of("ünï/x"));

    assertArrayEquals("ünï/x".getBytes(StandardCharsets.UTF_8), bytes);
  }

  @Test
  void of_nul_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> HomePath.of("a\0b"));
  }
}

package dev.voltad.daemon.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LogValueTest {
  @Test
  void of_plainText_isItself() {
    assertEquals("/home/a\\b/.volta", LogValue.of(Path.of("/home/a\\b/.volta")));
    assertEquals("/h\u00f6me", LogValue.of("/h\u00f6me"));
  }

  @Test
  void of_spacesQuotesAndLines_areQuotedOnOneLine() {
    assertEquals("\"/a b\"", LogValue.of("/a b"));
    assertEquals("\"a\\\"b\\\\\"", LogValue.of("a\"b\\"));
    assertEquals("\"a\\u000aINFO b\"", LogValue.of("a\nINFO b"));
  }
}

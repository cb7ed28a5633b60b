package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpAnswerTest {
  private static DaemonClient.Answer parse(String text) throws IOException {
    return HttpAnswer.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void parse_lengthAndChunks_areBothRead() throws Exception {
    String chunked = "1\r\nh\r\n2\r\n\u00e9\r\n0\r\n\r\n";

    assertEquals("h\u00e9", parse("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nh\u00e9").body());
    assertEquals(
        "h\u00e9", parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked).body());
  }

  @Test
  void parse_anyPrefix_isRefused() {
    String answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    int needed = answer.length() - "\r\n".length() - "\r\n".length();
    for (int length = 0; length < needed; length++) {
      String cut = answer.substring(0, length);

      assertThrows(IOException.class, () -> parse(cut), cut);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc\r\n0\r\n\r\n"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThrows(IOException.class, () -> parse(text));
  }
}

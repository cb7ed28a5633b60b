package dev.voltad.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one whole HTTP/1.1 answer, strictly: the daemon is the only server there is. */
final class HttpAnswer {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3})( .*)?");
  private static final Pattern LENGTH = Pattern.compile("(?m)^content-length: *(\\d{1,9})\r?$");
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,7})(;.*)?");

  private HttpAnswer() {}

  /**
   * @throws IOException if it is anything but a whole answer
   */
  static DaemonClient.Answer parse(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1); // one character a byte
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException(bytes.length == 0 ? "the daemon hung up" : "the answer was cut off");
    }
    String head = text.substring(0, end);
    Matcher status = STATUS_LINE.matcher(head.lines().findFirst().orElse(""));
    if (!status.matches()) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    String headers = head.toLowerCase(Locale.ROOT);
    String body =
        headers.contains("transfer-encoding: chunked")
            ? dechunked(text, end + 4)
            : sized(text.substring(end + 4), headers);
    return new DaemonClient.Answer(
        Integer.parseInt(status.group(1)),
        headers,
        new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  private static String sized(String body, String headers) throws IOException {
    Matcher length = LENGTH.matcher(headers);
    if (length.find() && Integer.parseInt(length.group(1)) != body.length()) {
      throw new IOException("the answer was cut off");
    }
    return body;
  }

  private static String dechunked(String text, int from) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = from;
    while (true) {
      int line = text.indexOf("\r\n", at);
      Matcher size = CHUNK.matcher(line < 0 ? "" : text.substring(at, line));
      if (!size.matches()) {
        throw new IOException("the answer was cut off");
      }
      int length = Integer.parseInt(size.group(1), 16);
      if (length == 0) {
        return body.toString(StandardCharsets.ISO_8859_1);
      }
      int end = line + 2 + length;
      if (end + 2 > text.length()) {
        throw new IOException("the answer was cut off");
      }
      body.writeBytes(text.substring(line + 2, end).getBytes(StandardCharsets.ISO_8859_1));
      at = end + 2;
    }
  }
}

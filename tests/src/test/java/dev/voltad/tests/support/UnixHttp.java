package dev.voltad.tests.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One HTTP/1.1 request over a Unix socket: a second opinion on the client of the product. */
public final class UnixHttp {
  private UnixHttp() {}

  /**
   * An answer.
   *
   * @param status for example 200
   * @param head status line and headers
   * @param body the body, chunks put together
   */
  public record Answer(int status, String head, String body) {}

  /** Blocks until the server closes the connection. */
  static Answer request(Path socket, String method, String path, String accept) throws IOException {
    return request(socket, method, path, accept, "");
  }

  /** As {@link #request(Path, String, String, String)}, with a body. */
  static Answer request(Path socket, String method, String path, String accept, String body)
      throws IOException {
    return request(socket, method, path, accept, body, Integer.MAX_VALUE);
  }

  /** As above; hangs up when there are so many lines of the answer's body, if it has no end. */
  static Answer request(
      Path socket, String method, String path, String accept, String body, int lines)
      throws IOException {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: "
            + accept
            + "\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\nConnection: close\r\n\r\n"
            + body;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (channel.read(buffer) >= 0) {
        all.write(buffer.array(), 0, buffer.position());
        buffer.clear();
        String text = all.toString(StandardCharsets.ISO_8859_1);
        if (lines < Integer.MAX_VALUE && bodyLines(text) >= lines) {
          return parse(text + "0\r\n\r\n");
        }
      }
    }
    return parse(all.toString(StandardCharsets.ISO_8859_1));
  }

  /** Of an answer under way; the lines that only end a chunk or give its size do not count. */
  private static int bodyLines(String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    boolean isWhole = end >= 0 && text.length() > end + 4 && text.endsWith("\r\n");
    return isWhole ? (int) joined(text.substring(end + 4) + "0\r\n\r\n").lines().count() : 0;
  }

  private static Answer parse(String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no whole answer: " + text);
    }
    String head = text.substring(0, end);
    String body = text.substring(end + 4);
    boolean isChunked = head.toLowerCase().contains("transfer-encoding: chunked");
    byte[] bytes = (isChunked ? joined(body) : body).getBytes(StandardCharsets.ISO_8859_1);
    int status = Integer.parseInt(head.split(" ")[1]);
    return new Answer(status, head, new String(bytes, StandardCharsets.UTF_8));
  }

  private static String joined(String chunks) throws IOException {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      if (line < 0) {
        throw new IOException("the last chunk is missing: " + chunks);
      }
      int size = Integer.parseInt(chunks.substring(at, line), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(chunks, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }
}

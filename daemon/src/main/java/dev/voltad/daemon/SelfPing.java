package dev.voltad.daemon;

import dev.voltad.protocol.Resources;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks the daemon of this process as a client would: through the socket that all use. */
final class SelfPing {
  private static final int HEAD_BYTES = 12;

  private SelfPing() {}

  /**
   * @throws IOException if it is not answered well
   */
  static void require(Path socket) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .formatted(Resources.STATUS);
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // until it has said how it is
      }
    }
    String said = new String(head.array(), 0, head.position(), StandardCharsets.UTF_8);
    if (!said.equals("HTTP/1.1 200")) {
      throw new IOException("the daemon answers itself with: " + said);
    }
  }
}

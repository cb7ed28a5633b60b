package dev.voltad.tests.support;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of the same user that has a socket, and is not the daemon. */
public final class OddServer implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private final Thread thread;

  /** What it does with who connects. */
  public enum Manner {
    TALKS_NONSENSE,
    SAYS_NOTHING,
    HANGS_UP,
    SPEAKS_SLOWLY
  }

  /** Serves one after another until it is closed. */
  public OddServer(Path socket, Manner manner) throws IOException {
    this.socket = socket;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    thread = new Thread(() -> serve(manner), "odd-server");
    thread.start();
  }

  private void serve(Manner manner) {
    try {
      while (true) {
        try (SocketChannel client = server.accept()) {
          serve(client, manner);
        } catch (IOException e) {
          if (!server.isOpen()) {
            return;
          }
        }
      }
    } catch (RuntimeException e) {
      throw new AssertionError(e);
    }
  }

  private static void serve(SocketChannel client, Manner manner) throws IOException {
    switch (manner) {
      case TALKS_NONSENSE -> client.write(ByteBuffer.wrap(new byte[70_000]));
      case HANGS_UP -> {}
      case SAYS_NOTHING -> readToTheEnd(client, "");
      case SPEAKS_SLOWLY -> readToTheEnd(client, "H");
    }
  }

  /** Says a word five times a second until the client goes. */
  private static void readToTheEnd(SocketChannel client, String word) throws IOException {
    client.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      client.register(selector, SelectionKey.OP_READ);
      ByteBuffer sink = ByteBuffer.allocate(4096);
      while (client.read(sink.clear()) >= 0) {
        selector.select(200);
        selector.selectedKeys().clear();
        client.write(StandardCharsets.US_ASCII.encode(word));
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Files.deleteIfExists(socket);
  }
}

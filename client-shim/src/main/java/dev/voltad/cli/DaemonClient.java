package dev.voltad.cli;

import dev.voltad.protocol.Endpoint;
import dev.voltad.protocol.Resources;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the daemon of a home: one request, one connection. The answer may have 1 MiB and must come
 * within the limit; the socket must be ours.
 */
final class DaemonClient {
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final String JSON = "application/json";

  private final Path home;

  DaemonClient(Path home) {
    this.home = home;
  }

  /**
   * One answer.
   *
   * @param status for example 200
   * @param head the status line and the headers, in lower case
   */
  record Answer(int status, String head, String body) {

    /** Whether there is a header of this name, in lower case, with this value. */
    boolean has(String name, String value) {
      return head.lines().anyMatch(line -> line.strip().equals(name + ": " + value));
    }
  }

  /** Nobody answers: there is no daemon, or it cannot be trusted, or it hangs. */
  static final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableException(String why) {
      super(why);
    }
  }

  Answer get(String resource, Duration limit) throws UnreachableException {
    return ask(request("GET", resource, JSON, ""), limit);
  }

  /** As text for people, in the daemon's own words. */
  Answer getText(String resource, Duration limit) throws UnreachableException {
    return ask(request("GET", resource, "text/plain", ""), limit);
  }

  Answer post(String resource, Duration limit) throws UnreachableException {
    return ask(request("POST", resource, JSON, ""), limit);
  }

  /**
   * Changes something.
   *
   * @param body JSON; empty for none
   */
  Answer send(String method, String resource, String body, Duration limit)
      throws UnreachableException {
    return ask(request(method, resource, JSON, body), limit);
  }

  /** Takes one event; false ends it all. */
  interface Follower {
    boolean take(String data) throws IOException;
  }

  /**
   * Hands on the status at once and whenever it changes, as JSON, until the follower has enough.
   *
   * @throws UnreachableException if there is no daemon, or none any more
   */
  void follow(Follower follower) throws UnreachableException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(request("GET", Resources.EVENTS, "text/event-stream", "")));
      EventReader events = new EventReader(Channels.newInputStream(channel));
      String data = events.next();
      while (follower.take(data)) {
        data = events.next();
      }
    } catch (IOException e) {
      throw new UnreachableException(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private SocketChannel connect() throws IOException, UnreachableException {
    Optional<Path> socket = new Endpoint(home).read();
    if (socket.isEmpty()) {
      throw new UnreachableException("there is no daemon on record in " + home + "/self/endpoint");
    }
    Endpoint.requireOurs(socket.get());
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket.get()));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Answer ask(byte[] request, Duration limit) throws UnreachableException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(request));
      return HttpAnswer.parse(readAll(channel, limit));
    } catch (IOException e) {
      throw new UnreachableException(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static byte[] request(String method, String resource, String type, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String head =
        method
            + " "
            + resource
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: "
            + type
            + "\r\nContent-Length: "
            + length
            + "\r\nConnection: close\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  /** All bytes until the daemon closes the connection, as it was asked to. */
  private static byte[] readAll(SocketChannel channel, Duration limit) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_ANSWER_BYTES);
    long end = System.nanoTime() + limit.toNanos();
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      while (channel.read(buffer) >= 0) {
        if (!buffer.hasRemaining()) {
          throw new IOException("the answer is larger than 1 MiB");
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0 || selector.select(left) == 0 && System.nanoTime() >= end) {
          throw new IOException("no answer within " + limit.toMillis() + " ms");
        }
        selector.selectedKeys().clear();
      }
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }
}

package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.cli.DaemonClient.UnreachableException;
import dev.voltad.protocol.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a peer on a real socket that says what it is told to say. */
@Timeout(30)
final class DaemonClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;

  private Path home;
  private Path socket;

  @BeforeEach
  void makeHome() throws Exception {
    home = Files.createDirectories(folder.resolve("home/self")).getParent();
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
    socket = run.resolve("s");
    new Endpoint(home).write(socket);
  }

  /** Takes one connection, reads the head of the request, answers, and hangs up. */
  private ServerSocketChannel peer(String answer) throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    CompletableFuture.runAsync(
        () -> {
          try (SocketChannel channel = server.accept()) {
            channel.read(ByteBuffer.allocate(4096));
            channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return server;
  }

  private String whyUnreachable(Duration limit) {
    return assertThrows(
            UnreachableException.class, () -> new DaemonClient(home).get("/v1/status", limit))
        .getMessage();
  }

  @Test
  void get_answer_isReturned() throws Exception {
    ServerSocketChannel server = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");

    DaemonClient.Answer answer = new DaemonClient(home).get("/v1/status", LIMIT);

    assertEquals(200, answer.status());
    assertEquals("hi", answer.body());
    assertTrue(answer.has("content-length", "2"));
    assertFalse(answer.has("content-length", "20"));
    server.close();
  }

  @Test
  void get_peerHangsUp_isUnreachable() throws Exception {
    ServerSocketChannel server = peer("");

    assertEquals("the daemon hung up", whyUnreachable(LIMIT));
    server.close();
  }

  @Test
  void get_peerSaysNothing_givesUpInTime() throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket)); // connections queue, nobody takes them

    assertEquals("no answer within 200 ms", whyUnreachable(Duration.ofMillis(200)));
    server.close();
  }

  @Test
  void get_noDaemon_isUnreachable() throws Exception {
    assertTrue(whyUnreachable(LIMIT).contains(socket.toString()));
    Files.delete(home.resolve("self/endpoint"));
    assertTrue(whyUnreachable(LIMIT).contains("no daemon on record"));
  }

  @Test
  void get_socketInAFolderOpenToOthers_isNotTrusted() throws Exception {
    ServerSocketChannel server = peer("HTTP/1.1 200 OK\r\n\r\n");
    Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertTrue(whyUnreachable(LIMIT).contains("open to others"));
    server.close();
  }
}

package dev.voltad.daemon.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ServiceManagerTest {
  @TempDir Path folder;

  /** A datagram socket that prints the first thing it receives; Java has none. */
  private static final String RECEIVER =
      "import socket,sys\n"
          + "s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\n"
          + "s.bind(sys.argv[1])\nprint(flush=True)\nprint(s.recv(4096).decode(),flush=True)\n";

  private String received(Consumer<ServiceManager> sender) throws Exception {
    Path socket = folder.resolve("notify");
    Process receiver = new ProcessBuilder("python3", "-c", RECEIVER, socket.toString()).start();
    receiver.getInputStream().read(); // it says when it listens

    sender.accept(new ServiceManager(Map.of("NOTIFY_SOCKET", socket.toString())));

    String text = new String(receiver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    receiver.waitFor(10, TimeUnit.SECONDS);
    return text.strip();
  }

  @Test
  void ready_reachesTheManager() throws Exception {
    assertEquals("READY=1", received(ServiceManager::ready));
  }

  @Test
  void status_withANewLineInIt_isOneMessage() throws Exception {
    assertEquals("STATUS=a?READY=1", received(manager -> manager.status("a\nREADY=1")));
  }

  @Test
  void ready_noManager_doesNothing() {
    new ServiceManager(Map.of()).ready();
    new ServiceManager(Map.of("NOTIFY_SOCKET", folder.resolve("gone").toString())).ready();

    assertEquals(false, Files.exists(folder.resolve("gone")));
  }

  @Test
  void socketAddress_abstractName_beginsWithNul() {
    assertArrayEquals(new byte[] {1, 0, 0, 'a'}, ServiceManager.socketAddress("@a"));
    assertArrayEquals(new byte[] {1, 0, '/', 'a', 0}, ServiceManager.socketAddress("/a"));
  }

  @Test
  void socketAddress_longName_isRefused() {
    String path = "/" + "x".repeat(108);

    assertThrows(IllegalArgumentException.class, () -> ServiceManager.socketAddress(path));
  }
}

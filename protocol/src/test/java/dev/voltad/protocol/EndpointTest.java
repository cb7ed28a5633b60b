package dev.voltad.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class EndpointTest {
  @TempDir Path folder;

  private Path home;
  private Endpoint endpoint;

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(folder.resolve("home/self")).getParent();
    endpoint = new Endpoint(home);
  }

  private Map<String, String> runtime(String name) throws IOException {
    return Map.of("XDG_RUNTIME_DIR", Files.createDirectories(folder.resolve(name)).toString());
  }

  @Test
  @Timeout(10)
  void read_whatIsNoEndpoint_isNone() throws Exception {
    Path file = Files.createDirectories(home.resolve("self")).resolve("endpoint");
    for (byte[] garbage : List.of(new byte[0], new byte[] {'/', (byte) 0xff}, new byte[1 << 20])) {
      Files.write(file, garbage);
      assertEquals(Optional.empty(), endpoint.read());
    }
    Files.delete(file);
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertEquals(Optional.empty(), endpoint.read());
    Files.delete(file);
    Files.createDirectory(file);
    assertEquals(Optional.empty(), endpoint.read());
  }

  @Test
  void socketToBind_runtimeFolder_isMadeForUsAlone() throws Exception {
    Path socket = endpoint.socketToBind(runtime("run"));

    assertEquals(folder.resolve("run/voltad"), socket.getParent());
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
  }

  @Test
  void socketToBind_homeByAnotherName_isTheSame() throws Exception {
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), home);
    Path other = Files.createDirectories(folder.resolve("other"));

    Path socket = endpoint.socketToBind(runtime("run"));

    assertEquals(socket, new Endpoint(alias).socketToBind(runtime("run")));
    assertNotEquals(socket, new Endpoint(other).socketToBind(runtime("run")));
  }

  @Test
  void socketToBind_folderOpenToOthers_isRefused() throws Exception {
    Path open = Files.createDirectories(folder.resolve("run/voltad"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));

    IOException refused =
        assertThrows(IOException.class, () -> endpoint.socketToBind(runtime("run")));

    assertTrue(refused.getMessage().contains("rwxr-x---"), refused.getMessage());
  }

  @Test
  void socketToBind_folderIsALink_isRefused() throws Exception {
    Map<String, String> runtime = runtime("run");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("run/voltad"), elsewhere);

    assertThrows(IOException.class, () -> endpoint.socketToBind(runtime));
  }

  @Test
  void socketToBind_folderTooLongForASocket_isPassedOver() throws Exception {
    Path tooLong = Files.createDirectories(folder.resolve("x".repeat(100)));
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Map<String, String> environment =
        Map.of("XDG_RUNTIME_DIR", tooLong.toString(), "TMPDIR", temporary.toString());

    Path socket = endpoint.socketToBind(environment);

    assertEquals(temporary.resolve("voltad-" + Endpoint.ourUid()), socket.getParent());
    assertFalse(Files.exists(tooLong.resolve("voltad")));
  }

  @Test
  void socketToBind_noFolderFits_isInTmp() throws Exception {
    Path tooLong = Files.createDirectories(folder.resolve("x".repeat(100)));
    Map<String, String> environment = Map.of("TMPDIR", tooLong.toString());

    Path socket = endpoint.socketToBind(environment);

    assertEquals(Path.of("/tmp/voltad-" + Endpoint.ourUid()), socket.getParent());
  }

  @Test
  void read_nothingOrGarbage_isNone() throws Exception {
    assertEquals(Optional.empty(), endpoint.read());
    Files.writeString(home.resolve("self/endpoint"), "relative/path\n");
    assertEquals(Optional.empty(), endpoint.read());
    Files.writeString(home.resolve("self/endpoint"), "/a\0b\n");
    assertEquals(Optional.empty(), endpoint.read());
    Files.writeString(home.resolve("self/endpoint"), "/".repeat(5000));
    assertEquals(Optional.empty(), endpoint.read());
  }

  @Test
  void remove_afterAnotherDaemonWroteIts_leavesThat() throws Exception {
    endpoint.write(Path.of("/run/theirs.sock"));

    endpoint.remove(Path.of("/run/ours.sock"));

    assertEquals(Optional.of(Path.of("/run/theirs.sock")), endpoint.read());
  }

  @Test
  void requireOurs_fileOrLink_isRefused() throws Exception {
    Path ours = Files.createDirectory(folder.resolve("ours"));
    Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwx------"));
    Path socket = ours.resolve("s");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close(); // its file stays
    Endpoint.requireOurs(socket);

    Path link = Files.createSymbolicLink(ours.resolve("link"), socket);
    assertThrows(IOException.class, () -> Endpoint.requireOurs(link));
    Path file = Files.createFile(ours.resolve("file"));
    assertThrows(IOException.class, () -> Endpoint.requireOurs(file));
  }

  @Test
  void requireOurs_foreignSocket_isRefused() {
    IOException refused =
        assertThrows(IOException.class, () -> Endpoint.requireOurs(Path.of("/proc/1/x")));

    assertTrue(refused.getMessage().contains("/proc/1"), refused.getMessage());
  }
}

package dev.voltad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.protocol.ProblemCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustCommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://updates.example.com/voltad/",
        "HTTPS://updates.example.com/",
        "file:///srv/feed/",
        "http://127.0.0.1:8080/",
        "http://localhost/feed/",
        "http://[::1]:80/"
      })
  void requireAddress_thatTheDaemonTakes_passes(String mirror) throws Exception {
    TrustCommand.requireAddress(mirror);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://updates.example.com/",
        "http://127.0.0.1.example.com/",
        "ftp://localhost/",
        "file://server/feed/",
        "file:feed/",
        "FILE:///srv/feed/",
        "https:///",
        "https://updates.example.com/?channel=stable",
        "https://updates.example.com/#stable",
        "/srv/feed",
        "not an address",
        ""
      })
  void requireAddress_ofAnotherKind_isRefused(String mirror) {
    CommandException e =
        assertThrows(CommandException.class, () -> TrustCommand.requireAddress(mirror));
    assertEquals(ProblemCode.ARGUMENTS, e.problem().code());
  }
}

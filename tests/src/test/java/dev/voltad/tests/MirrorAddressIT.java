package dev.voltad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.voltad.daemon.trust.Mirror;
import dev.voltad.tests.support.ProductTree;
import dev.voltad.tests.support.UpdateWorld;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a feed may be: the command that writes it down and the daemon that asks there, neither of
 * which knows the other, have one rule.
 */
@Timeout(120)
class MirrorAddressIT {
  private static final List<String> TAKEN =
      List.of(
          "https://updates.example.com",
          "HTTPS://updates.example.com/a/feed/",
          "https://127.0.0.1:8443/",
          "http://127.0.0.1:8080/",
          "http://localhost/feed",
          "http://[::1]:80/",
          "file:///srv/feed");
  private static final List<String> REFUSED =
      List.of(
          "http://updates.example.com/",
          "http://127.0.0.1.example.com/",
          "http://localhost.example.com/",
          "http://10.0.0.1/",
          "https:///",
          "https://a_host/",
          "https://updates.example.com/?channel=stable",
          "https://updates.example.com/#stable",
          "ftp://localhost/",
          "file://server/feed/",
          "file://a_host/feed/",
          "file:feed/",
          "FILE:///srv/feed/",
          "/srv/feed",
          "feed");

  @TempDir Path dir;
  private final ProductTree tree = ProductTree.open();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void mirror_ofEachKind_isTakenByBothOrByNeither() throws IOException {
    UpdateWorld world = UpdateWorld.create(tree, dir);
    List<String> all = new ArrayList<>(TAKEN);
    all.addAll(REFUSED);
    for (String address : all) {
      int exit = TAKEN.contains(address) ? 0 : 3;
      world.trusting(tree.top().resolve("bin/volta"), address).run().assertExit(exit);
      assertEquals(exit == 0, isTakenByTheDaemon(address), address);
    }
  }

  private static boolean isTakenByTheDaemon(String address) {
    try {
      Mirror.ofFeed(URI.create(address));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

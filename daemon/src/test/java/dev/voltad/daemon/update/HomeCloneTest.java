package dev.voltad.daemon.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voltad.migrate.fs.PosixFileOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a release is tried on is the home, and is not. */
class HomeCloneTest {
  private static final String BIG = "x".repeat(100_000);

  @TempDir Path dir;

  private Path home() {
    return dir.resolve("home");
  }

  private HomeClone clone(Path home) throws IOException {
    HomeClone clone =
        new HomeClone(home, home.resolve("self/staging/update/home"), new PosixFileOps());
    clone.make(Files.createDirectories(dir.resolve("slot")));
    return clone;
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void make_homeIsALink_isWhatItLeadsTo() throws IOException {
    write(dir.resolve("elsewhere/bin/tool"), "a tool");
    Files.createSymbolicLink(home(), dir.resolve("elsewhere"));

    HomeClone clone = clone(home());

    assertEquals("a tool", Files.readString(clone.folder().resolve("bin/tool")));
  }

  /** A migration would change what they lead to, in the real home. */
  @Test
  void make_foldersAreLinks_areFoldersInTheClone() throws IOException {
    Path real = write(dir.resolve("shims/node"), "a shim");
    Files.createDirectories(home().resolve("tools"));
    write(dir.resolve("images/node/20.0.0/bin/node"), BIG);
    Files.createSymbolicLink(home().resolve("bin"), dir.resolve("shims"));
    Files.createSymbolicLink(home().resolve("tools/image"), Path.of("../../images"));

    HomeClone clone = clone(home());

    Path bin = clone.folder().resolve("bin");
    assertTrue(Files.isDirectory(bin, LinkOption.NOFOLLOW_LINKS));
    Files.delete(bin.resolve("node"));
    assertTrue(Files.exists(real));
    Path image = clone.folder().resolve("tools/image");
    assertTrue(Files.isDirectory(image, LinkOption.NOFOLLOW_LINKS));
    assertEquals(BIG, Files.readString(image.resolve("node/20.0.0/bin/node")));
  }

  /** Which no home is meant to be; but nothing may be copied into itself, without end. */
  @Test
  @Timeout(30)
  void make_folderLeadsToTheHome_endsAndStaysALink() throws IOException {
    write(home().resolve("tools/user/platform.json"), "{}");
    Files.createSymbolicLink(home().resolve("bin"), Path.of("."));

    HomeClone clone = clone(home());

    assertTrue(Files.isSymbolicLink(clone.folder().resolve("bin")));
    assertTrue(Files.exists(clone.folder().resolve("tools/user/platform.json")));
  }

  @Test
  void make_linksOutOfTheHome_leadToTheSame() throws IOException {
    write(dir.resolve("mine/tool"), "my tool");
    write(home().resolve("bin/volta-shim"), "a shim");
    Files.createSymbolicLink(home().resolve("bin/tool"), Path.of("../../mine/tool"));
    Files.createSymbolicLink(home().resolve("bin/node"), Path.of("volta-shim"));
    Files.createSymbolicLink(home().resolve("bin/abs"), dir.resolve("mine/tool"));

    HomeClone clone = clone(home());

    Path bin = clone.folder().resolve("bin");
    assertEquals("my tool", Files.readString(bin.resolve("tool")));
    assertEquals("my tool", Files.readString(bin.resolve("abs")));
    assertEquals(Path.of("volta-shim"), Files.readSymbolicLink(bin.resolve("node")));
  }

  @Test
  void make_whatIsOurs_isLeftOutButForThePolicyAndTheFeed() throws IOException {
    write(home().resolve("self/policy.json"), "{}");
    write(home().resolve("self/tuf/1/root.json"), "{}");
    write(home().resolve("self/daemon.lock"), "");
    write(home().resolve("self/slots/0.1.0/bin/volta"), "");
    write(home().resolve("tmp/download"), BIG);

    Path clone = clone(home()).folder();

    assertTrue(Files.exists(clone.resolve("self/policy.json")));
    assertTrue(Files.exists(clone.resolve("self/tuf/1/root.json")));
    assertFalse(Files.exists(clone.resolve("self/daemon.lock")));
    assertFalse(Files.exists(clone.resolve("self/slots")));
    assertTrue(Files.isDirectory(clone.resolve("tmp")));
    assertFalse(Files.exists(clone.resolve("tmp/download")));
    assertEquals(dir.resolve("slot"), Files.readSymbolicLink(clone.resolve("self/current")));
  }

  @Test
  void firstChanged_writtenInto_isThat() throws IOException {
    Path file = write(home().resolve("tools/image/node/20.0.0/bin/node"), BIG);
    write(home().resolve("tools/image/node/20.0.0/README"), "small");
    HomeClone clone = clone(home());
    assertEquals(Optional.empty(), clone.firstChanged());

    Path twin = clone.folder().resolve("tools/image/node/20.0.0/bin/node");
    Files.writeString(twin, "more", StandardOpenOption.APPEND);

    assertEquals(Optional.of(file.toRealPath()), clone.firstChanged());
  }

  /** As tools replace and remove files, while a release is tried. */
  @Test
  void firstChanged_replacedOrGoneMeanwhile_isNotTheReleasesDoing() throws IOException {
    Path replaced = write(home().resolve("tools/inventory/node/a.tar.gz"), BIG);
    Path gone = write(home().resolve("tools/inventory/node/b.tar.gz"), BIG);
    HomeClone clone = clone(home());

    Path fresh = write(dir.resolve("fresh"), BIG + "more");
    Files.move(fresh, replaced, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(gone);

    assertEquals(Optional.empty(), clone.firstChanged());
  }
}

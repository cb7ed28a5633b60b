package dev.voltad.protocol.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.voltad.protocol.release.TreeFault.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTreeTest {
  @TempDir Path root;
  private ReleaseTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new ReleaseTree(root);
    write("bin/volta", "program", "rwxr-xr-x");
    write("app/volta.jar", "classes", "rw-r--r--");
    Files.createDirectories(root.resolve("licenses"));
    Files.createSymbolicLink(root.resolve("licenses/app"), Path.of("../app"));
    ManifestWriter.main(new String[] {root.toString(), "0.1.0", "linux-x64"});
  }

  private void write(String path, String text, String mode) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private List<TreeFault> verify() throws IOException {
    return tree.verify(tree.manifest());
  }

  private static List<TreeFault> one(Kind kind, String path) {
    return List.of(new TreeFault(kind, path));
  }

  @Test
  void manifest_ofTree_namesEveryFileAndLink() throws IOException {
    List<String> paths = tree.manifest().files().stream().map(TreeEntry::path).toList();

    assertEquals(List.of("app/volta.jar", "bin/volta", "licenses/app"), paths);
    assertEquals(List.of(), verify());
  }

  @Test
  void verify_byteChanged_saysChanged() throws IOException {
    write("app/volta.jar", "Classes", "rw-r--r--");

    assertEquals(one(Kind.CHANGED, "app/volta.jar"), verify());
  }

  @Test
  void verify_fileGone_saysMissing() throws IOException {
    Files.delete(root.resolve("app/volta.jar"));

    assertEquals(one(Kind.MISSING, "app/volta.jar"), verify());
  }

  @Test
  void verify_moreThere_saysSurplus() throws IOException {
    write("app/more.jar", "", "rw-r--r--");
    Files.createDirectories(root.resolve("app/empty"));

    assertEquals(
        List.of(
            new TreeFault(Kind.SURPLUS, "app/empty"), new TreeFault(Kind.SURPLUS, "app/more.jar")),
        verify());
  }

  @Test
  void verify_otherMode_saysSo() throws IOException {
    write("bin/volta", "program", "rwxrwxr-x");

    assertEquals(one(Kind.WRONG_MODE, "bin/volta"), verify());
  }

  @Test
  void verify_fileBecameLinkToTheSame_saysChanged() throws IOException {
    Files.move(root.resolve("bin/volta"), root.resolve("bin/other"));
    Files.createSymbolicLink(root.resolve("bin/volta"), Path.of("other"));

    assertEquals(
        List.of(new TreeFault(Kind.SURPLUS, "bin/other"), new TreeFault(Kind.CHANGED, "bin/volta")),
        verify());
  }

  @Test
  void verify_linkLeadsElsewhere_saysChanged() throws IOException {
    Files.delete(root.resolve("licenses/app"));
    Files.createSymbolicLink(root.resolve("licenses/app"), Path.of("../bin"));

    assertEquals(one(Kind.CHANGED, "licenses/app"), verify());
  }

  @Test
  void verify_madeInPlace_isNoFault() throws IOException {
    write("app/volta.jsa", "archive", "rw-r--r--");
    write("owner", "dpkg\n", "rw-r--r--");

    assertEquals(List.of(), verify());
  }

  @Test
  void owner_isTheWordInTheFile() throws IOException {
    assertEquals(Optional.empty(), tree.owner());

    write("owner", "dpkg\n", "rw-r--r--");
    assertEquals(Optional.of("dpkg"), tree.owner());

    write("owner", "two words", "rw-r--r--");
    assertThrows(IOException.class, tree::owner);
  }

  @Test
  void slotName_ofTree_isThatOfItsManifest() throws IOException {
    byte[] text = Files.readAllBytes(root.resolve("manifest.json"));

    assertEquals(TreeManifest.slotName(text), tree.slotName());
  }

  @Test
  void scan_somethingThatCannotBeReleased_isRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("out"), Path.of("/nonexistent"));

    assertThrows(IllegalArgumentException.class, () -> tree.scan("0.1.0", "linux-x64"));
  }
}

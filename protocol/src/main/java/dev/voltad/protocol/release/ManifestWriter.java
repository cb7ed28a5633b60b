package dev.voltad.protocol.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code manifest.json} of a tree that is being released: the release module runs it. */
public final class ManifestWriter {
  private ManifestWriter() {}

  /** Arguments: the tree, its version, its platform. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    TreeManifest manifest = new ReleaseTree(root).scan(arguments[1], arguments[2]);
    Files.write(root.resolve(TreeManifest.FILE), manifest.text());
  }
}

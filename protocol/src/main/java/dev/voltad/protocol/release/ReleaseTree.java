package dev.voltad.protocol.release;

import dev.voltad.protocol.release.TreeFault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A release tree on disk: {@code bin/}, {@code app/}, {@code runtime/} and so on, and {@code
 * manifest.json}, which names all of it.
 *
 * @param root its folder
 */
public record ReleaseTree(Path root) {
  /** Only in a package manager's copy: one word, for example {@code dpkg}. */
  private static final String OWNER = "owner";

  private static final int MAX_OWNER = 64;

  /** Belongs to the place of a tree and not to the release: libexec/make-archives. */
  private static final Set<String> MADE_IN_PLACE =
      Set.of(
          "app/volta.jsa",
          "app/volta-migrate.jsa",
          "app/voltad.jsa",
          "runtime/lib/server/classes.jsa",
          ".sealed",
          OWNER);

  /** Who installed the tree and therefore updates it; empty if that is for us to do. */
  public Optional<String> owner() throws IOException {
    Path file = root.resolve(OWNER);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String word = new String(read(file, MAX_OWNER)).strip();
    if (!word.matches("[a-z0-9-]+")) {
      throw new IOException("not the name of a package manager in " + file);
    }
    return Optional.of(word);
  }

  /** What the tree should be. */
  public TreeManifest manifest() throws IOException {
    return TreeManifest.parse(manifestText());
  }

  public String slotName() throws IOException {
    return TreeManifest.slotName(manifestText());
  }

  private byte[] manifestText() throws IOException {
    return read(root.resolve(TreeManifest.FILE), TreeManifest.MAX_BYTES);
  }

  /** What the tree is. */
  public TreeManifest scan(String version, String platform) throws IOException {
    List<TreeEntry> files = new ArrayList<>();
    for (Map.Entry<String, Path> entry : contents(root).entrySet()) {
      Path file = entry.getValue();
      if (Files.isSymbolicLink(file)) {
        files.add(TreeEntry.link(entry.getKey(), Files.readSymbolicLink(file).toString()));
      } else if (Files.isRegularFile(file)) {
        files.add(TreeEntry.file(entry.getKey(), mode(file), Files.size(file), Sha256.of(file)));
      } else if (!Files.isDirectory(file)) {
        throw new IOException("neither a file nor a link: " + file);
      }
    }
    return TreeManifest.of(version, platform, files);
  }

  /** In what the tree differs from a manifest, by path; empty if in nothing. */
  public List<TreeFault> verify(TreeManifest manifest) throws IOException {
    Map<String, Path> found = contents(root);
    List<TreeFault> faults = new ArrayList<>();
    for (TreeEntry entry : manifest.files()) {
      Path file = found.remove(entry.path());
      fault(entry, Optional.ofNullable(file))
          .ifPresent(kind -> faults.add(new TreeFault(kind, entry.path())));
    }
    Set<String> folders = folders(manifest);
    for (Map.Entry<String, Path> entry : found.entrySet()) {
      boolean isFolder = Files.isDirectory(entry.getValue(), LinkOption.NOFOLLOW_LINKS);
      if (!isFolder || !folders.contains(entry.getKey())) {
        faults.add(new TreeFault(Kind.SURPLUS, entry.getKey()));
      }
    }
    faults.sort((a, b) -> a.path().compareTo(b.path()));
    return List.copyOf(faults);
  }

  private static Optional<Kind> fault(TreeEntry entry, Optional<Path> found) throws IOException {
    if (found.isEmpty()) {
      return Optional.of(Kind.MISSING);
    }
    Path file = found.get();
    if (entry.link().isPresent()) {
      boolean isSame =
          Files.isSymbolicLink(file)
              && Files.readSymbolicLink(file).toString().equals(entry.link().get());
      return isSame ? Optional.empty() : Optional.of(Kind.CHANGED);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != entry.size().orElseThrow()
        || !Sha256.of(file).equals(entry.sha256().orElseThrow())) {
      return Optional.of(Kind.CHANGED);
    }
    return mode(file).equals(entry.mode().orElseThrow())
        ? Optional.empty()
        : Optional.of(Kind.WRONG_MODE);
  }

  private static String mode(Path file) throws IOException {
    int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    return "0" + Integer.toOctalString(mode);
  }

  private static Set<String> folders(TreeManifest manifest) {
    Set<String> folders = new HashSet<>();
    for (TreeEntry entry : manifest.files()) {
      String path = entry.path();
      for (int i = path.indexOf('/'); i > 0; i = path.indexOf('/', i + 1)) {
        folders.add(path.substring(0, i));
      }
    }
    return folders;
  }

  /** Everything that is there, folders too, by path; links are not followed. */
  private static Map<String, Path> contents(Path root) throws IOException {
    Map<String, Path> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(path -> !path.equals(root))
          .forEach(path -> contents.put(root.relativize(path).toString(), path));
    }
    contents.keySet().removeAll(MADE_IN_PLACE);
    contents.remove(TreeManifest.FILE);
    return contents;
  }

  private static byte[] read(Path file, int most) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException(file + " is longer than " + most + " bytes");
      }
      return bytes;
    }
  }
}

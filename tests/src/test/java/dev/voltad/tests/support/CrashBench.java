package dev.voltad.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One sample home that can be put back as it was again and again, at the same path, in memory. */
public final class CrashBench implements AutoCloseable {
  private final Path folder;
  private final Path original;
  private final SampleHome sample;
  private final Map<Object, Content> originals = new HashMap<>();
  private TreeManifest before;

  /** A file of the original that was read, which is not read again while it is the same. */
  private record Content(FileTime changed, long size, String hash) {}

  private CrashBench(Path folder, SampleHome sample) throws IOException {
    this.folder = folder;
    this.sample = sample;
    this.original = folder.resolve("original");
    this.before = TreeManifest.ofHome(sample.home(), this::learn);
    Files.move(sample.user(), original);
    Path shim = Files.createDirectory(programs()).resolve("volta-shim");
    Files.writeString(shim, "a program\n");
    Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  public static CrashBench of(String name) throws IOException {
    Path folder = Trees.createInMemory("voltad-crash");
    return new CrashBench(folder, SampleHome.unpack(name, folder));
  }

  /** Puts the home back as it was. Its files are shared with the original. */
  public void restore() {
    Trees.delete(sample.user());
    Trees.copyByLinks(original, sample.user());
  }

  /** From now on the home was as it is now. */
  public void keep() throws IOException {
    Trees.delete(original);
    Files.move(sample.user(), original);
    originals.clear();
    before = TreeManifest.ofHome(original.resolve(".volta"), this::learn);
  }

  public Path home() {
    return sample.home();
  }

  /** A folder with a program for shims to lead to. */
  public Path programs() {
    return folder.resolve("programs");
  }

  /** The home as it was. */
  public TreeManifest before() {
    return before;
  }

  /** Whether the home had the marker of the current layout. */
  public boolean wasCurrent() {
    return Files.exists(original.resolve(".volta/layout.v4"));
  }

  /** The home as it is. */
  public TreeManifest manifest() {
    return TreeManifest.ofHome(home(), this::content);
  }

  private String learn(Path file, BasicFileAttributes found) throws IOException {
    String hash = TreeManifest.sha256(Files.readAllBytes(file));
    originals.put(found.fileKey(), new Content(found.lastModifiedTime(), found.size(), hash));
    return hash;
  }

  private String content(Path file, BasicFileAttributes found) throws IOException {
    Content known = originals.get(found.fileKey());
    boolean isSame =
        known != null
            && known.changed().equals(found.lastModifiedTime())
            && known.size() == found.size();
    return isSame ? known.hash() : TreeManifest.sha256(Files.readAllBytes(file));
  }

  /** The names in {@code self/journal}. */
  public List<String> journals() throws IOException {
    Path journals = home().resolve("self/journal");
    if (!Files.exists(journals)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(journals)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  /** Checks that nobody wrote into a shared file, and removes everything. */
  @Override
  public void close() {
    TreeManifest shared = TreeManifest.ofHome(original.resolve(".volta"));
    Trees.delete(folder);
    before.assertSame(shared, "a file was written in place");
  }
}

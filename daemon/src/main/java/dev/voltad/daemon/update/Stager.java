package dev.voltad.daemon.update;

import dev.voltad.daemon.policy.Release;
import dev.voltad.daemon.policy.Release.Manifest;
import dev.voltad.daemon.trust.Target;
import dev.voltad.daemon.trust.TrustException;
import dev.voltad.daemon.trust.TrustedTargets;
import dev.voltad.migrate.fs.FileOps;
import dev.voltad.migrate.install.Archives;
import dev.voltad.migrate.install.Slots;
import dev.voltad.protocol.release.Blob;
import dev.voltad.protocol.release.ReleaseTree;
import dev.voltad.protocol.release.TreeEntry;
import dev.voltad.protocol.release.TreeFault;
import dev.voltad.protocol.release.TreeManifest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Brings a release from a feed into a slot. What present slots have already is linked and not
 * fetched; the rest comes as blobs, whose compressed bytes are verified before anything unpacks
 * them, and of which no more is written than the manifest says.
 *
 * <p>Files are made here and not through {@link FileOps}, because nothing leads to them: what
 * counts is the move of the whole into {@code self/slots}, and the seal, which {@link Slots} does.
 */
final class Stager {
  private static final int BLOCK = 1 << 16;

  /** A tree has archives made in its place, and filesystems round up. */
  private static final double MARGIN = 1.1;

  private final Path home;
  private final Slots slots;
  private final FileOps ops;

  Stager(Path home, Slots slots, FileOps ops) {
    this.home = home;
    this.slots = slots;
    this.ops = ops;
  }

  /**
   * What a release takes, in bytes.
   *
   * @param name of its slot
   * @param fetched of blobs, compressed
   * @param have of files that are there already
   * @param needed free space on the filesystem of the home
   */
  record Need(String name, TreeManifest manifest, long fetched, long have, long needed) {}

  /** Told how many of how many bytes were fetched. */
  interface Progress {
    void at(long done, long total);
  }

  /**
   * Fetches the manifest of a release and tells what the rest would take.
   *
   * @throws BrokenFeedException if the manifest is not one of this release
   */
  Need look(TrustedTargets targets, Release release, String platform)
      throws TrustException, IOException {
    Manifest signed = release.manifests().get(platform);
    Target target =
        targets
            .target(signed.path())
            .orElseThrow(
                () -> new BrokenFeedException("the feed does not vouch for " + signed.path()));
    if (target.length() > TreeManifest.MAX_BYTES) {
      throw new BrokenFeedException(signed.path() + " is too large");
    }
    Path file = work().resolve("manifest.json");
    targets.download(target, file);
    TreeManifest manifest = parse(signed.path(), Files.readAllBytes(file));
    if (!manifest.version().equals(release.version().toString())
        || !manifest.platform().equals(platform)) {
      throw new BrokenFeedException(
          "%s is of %s for %s".formatted(signed.path(), manifest.version(), manifest.platform()));
    }
    String name = TreeManifest.slotName(manifest.withoutBlobs().text());
    if (slots.isSealed(name)) {
      return new Need(name, manifest, 0, size(manifest), 0);
    }
    return need(name, manifest);
  }

  private static TreeManifest parse(String name, byte[] text) throws BrokenFeedException {
    try {
      return TreeManifest.parse(text);
    } catch (IOException e) {
      throw new BrokenFeedException(name + ": " + e.getMessage(), e);
    }
  }

  private Need need(String name, TreeManifest manifest) throws IOException {
    Map<String, Path> present = present();
    Set<String> counted = new HashSet<>();
    long fetched = 0;
    long have = 0;
    long written = 0;
    for (TreeEntry file : manifest.files()) {
      if (file.link().isPresent()) {
        continue;
      }
      boolean isNew = counted.add(file.sha256().orElseThrow());
      long size = file.size().orElseThrow();
      if (present.containsKey(key(file))) {
        have += isNew ? size : 0;
      } else {
        fetched += isNew ? blob(file).size() : 0;
        written += size;
      }
    }
    return new Need(name, manifest, fetched, have, (long) ((fetched + written) * MARGIN));
  }

  private static long size(TreeManifest manifest) {
    return manifest.files().stream().mapToLong(file -> file.size().orElse(0L)).sum();
  }

  private static Blob blob(TreeEntry file) throws IOException {
    return file.blob()
        .orElseThrow(() -> new BrokenFeedException("the feed has no blob of " + file.path()));
  }

  /** The same bytes with another mode are another file. */
  private static String key(TreeEntry file) {
    return file.sha256().orElseThrow() + " " + file.mode().orElseThrow();
  }

  /** The files of the present slots, by content and mode; those that are still what they were. */
  private Map<String, Path> present() throws IOException {
    Map<String, Path> present = new HashMap<>();
    for (String name : slots.names()) {
      try {
        add(present, new ReleaseTree(slots.folder(name)));
      } catch (IOException | UncheckedIOException damaged) {
        // of this one nothing is taken: what it had is fetched
      }
    }
    return present;
  }

  private static void add(Map<String, Path> present, ReleaseTree slot) throws IOException {
    TreeManifest manifest = slot.manifest();
    Set<String> damaged =
        slot.verify(manifest).stream().map(TreeFault::path).collect(Collectors.toSet());
    for (TreeEntry file : manifest.files()) {
      if (file.link().isEmpty() && !damaged.contains(file.path())) {
        present.putIfAbsent(key(file), slot.root().resolve(file.path()));
      }
    }
  }

  /**
   * Fetches what is missing and seals the slot. Done already, it is done at once.
   *
   * @throws TrustException if a blob cannot be had or is not what was promised
   * @throws BrokenFeedException if it is not what its manifest says
   * @throws IOException if it cannot be written; of the slot nothing is left
   */
  void stage(TrustedTargets targets, Need need, Progress progress)
      throws TrustException, IOException {
    if (slots.isSealed(need.name())) {
      return;
    }
    Map<String, Path> present = present();
    Path blobs = makeFolder(work().resolve("blobs"));
    long done = 0;
    for (TreeEntry file : need.manifest().files()) {
      if (file.link().isEmpty() && !present.containsKey(key(file))) {
        Blob blob = blob(file);
        Path to = blobs.resolve(blob.sha256());
        boolean isNew = !Files.exists(to);
        targets.downloadBlob(blob.sha256(), blob.size(), to);
        done += isNew ? blob.size() : 0;
        progress.at(done, need.fetched());
      }
    }
    slots.place(
        need.name(),
        folder -> fill(folder, need.manifest(), present, blobs),
        Stager::verify,
        Archives::make);
    ops.deleteTree(work());
  }

  private void fill(Path folder, TreeManifest manifest, Map<String, Path> present, Path blobs)
      throws IOException {
    Files.createDirectory(folder);
    for (TreeEntry file : manifest.files()) {
      Path to = folder.resolve(file.path());
      Files.createDirectories(to.getParent());
      if (file.link().isPresent()) {
        Files.createSymbolicLink(to, Path.of(file.link().get()));
      } else if (present.containsKey(key(file))) {
        Files.createLink(to, present.get(key(file)));
      } else {
        unpack(blobs.resolve(blob(file).sha256()), file, to);
      }
    }
    Files.write(folder.resolve(TreeManifest.FILE), manifest.withoutBlobs().text());
  }

  /** Never more than the manifest says, whatever the blob unpacks to. */
  static void unpack(Path blob, TreeEntry file, Path to) throws IOException {
    MessageDigest digest = sha256();
    long left = file.size().orElseThrow();
    byte[] block = new byte[BLOCK];
    try (InputStream in = new GZIPInputStream(Files.newInputStream(blob), BLOCK);
        OutputStream out =
            Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        left -= n;
        if (left < 0) {
          throw new BrokenFeedException(file.path() + " is larger than its manifest says");
        }
        out.write(block, 0, n);
        digest.update(block, 0, n);
      }
    } catch (ZipException | EOFException e) {
      throw new BrokenFeedException(file.path() + " is not compressed as its manifest says", e);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (left != 0 || !found.equals(file.sha256().orElseThrow())) {
      throw new BrokenFeedException(file.path() + " is not what its manifest says");
    }
    boolean isProgram = file.mode().orElseThrow().equals("0755");
    Files.setPosixFilePermissions(
        to, PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static void verify(Path copy) throws IOException {
    ReleaseTree tree = new ReleaseTree(copy);
    Optional<TreeFault> fault = tree.verify(tree.manifest()).stream().findFirst();
    if (fault.isPresent()) {
      throw new BrokenFeedException(
          "the release is not as its manifest says: %s (%s)"
              .formatted(fault.get().path(), fault.get().kind().id()));
    }
  }

  private Path folder() {
    return home.resolve("self/staging/update");
  }

  /** For what is fetched; kept when we are killed, so that the next run goes on. */
  Path work() throws IOException {
    return makeFolder(folder());
  }

  private Path makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    return folder;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

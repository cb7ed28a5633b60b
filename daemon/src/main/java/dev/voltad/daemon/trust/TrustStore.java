package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The folder in which the files that were verified are kept, byte for byte as received: {@code
 * root.json}, {@code timestamp.json} and so on, {@code <role>.json} of a delegated role with its
 * name percent-encoded, and {@code refreshed}, when a run succeeded last.
 *
 * <p>Each file is replaced whole: written beside as {@code <name>.new}, synced, renamed, the folder
 * synced. Whoever dies in between leaves the old or the new one, and perhaps a {@code .new}, which
 * the next run removes. That a file is here proves nothing: whoever reads it verifies it again.
 *
 * <p>Not thread-safe; the caller has a lock that keeps other processes away.
 */
final class TrustStore {
  private static final String NEW = ".new";
  private static final String REFRESHED = "refreshed";
  private static final int MAX_REFRESHED = 64;

  private final Path folder;
  private final StoreFiles files;
  private boolean changed;

  private TrustStore(Path folder, StoreFiles files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Makes the folder if it is not there, for its owner only, and removes what a run before was cut
   * off from.
   *
   * @throws TrustException {@link Kind#STORE} if that cannot be done, or others may write to it
   */
  static TrustStore open(Path folder, StoreFiles files) throws TrustException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
        throw TrustException.of(Kind.STORE, folder.toString(), "everybody may write to it");
      }
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + NEW)) {
        for (Path file : left) {
          files.delete(file);
        }
      }
      return new TrustStore(folder, files);
    } catch (IOException e) {
      throw TrustException.because(Kind.STORE, folder.toString(), "cannot be used", e);
    }
  }

  /**
   * @return empty if there is none, or what is there is no file or larger than {@code mostBytes}
   */
  Optional<byte[]> read(String role, int mostBytes) throws TrustException {
    return readFile(RoleName.file(role), mostBytes);
  }

  private Optional<byte[]> readFile(String name, int mostBytes) throws TrustException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = stream.readNBytes(mostBytes + 1);
      return bytes.length > mostBytes ? Optional.empty() : Optional.of(bytes);
    } catch (IOException e) {
      throw TrustException.because(Kind.STORE, file.toString(), "cannot be read", e);
    }
  }

  /** Keeps a verified file; one that is there with the same bytes stays as it is. */
  void keep(Document document) throws TrustException {
    String role = document.header().role();
    byte[] bytes = document.file().bytes();
    Optional<byte[]> old = read(role, bytes.length);
    if (old.isEmpty() || !Arrays.equals(old.get(), bytes)) {
      put(RoleName.file(role), bytes);
      changed = true;
    }
  }

  private void put(String name, byte[] bytes) throws TrustException {
    Path file = folder.resolve(name);
    Path fresh = folder.resolve(name + NEW);
    try {
      try {
        files.write(fresh, bytes);
        files.replace(fresh, file);
      } catch (IOException e) {
        removeAfter(e, fresh);
        throw e;
      }
      files.sync(folder);
    } catch (IOException e) {
      throw TrustException.because(Kind.STORE, file.toString(), "cannot be written", e);
    }
  }

  private void removeAfter(IOException cause, Path fresh) {
    try {
      files.delete(fresh);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Forgets trusted files, so that what they said of versions no longer holds. */
  void forget(String... roles) throws TrustException {
    try {
      for (String role : roles) {
        files.delete(folder.resolve(RoleName.file(role)));
      }
      files.sync(folder);
      changed = true;
    } catch (IOException e) {
      throw TrustException.because(Kind.STORE, folder.toString(), "cannot be changed", e);
    }
  }

  /** Whether trusted files came or went since it was opened. */
  boolean hasChanged() {
    return changed;
  }

  /** When a run succeeded last; empty if none did, or nobody can tell. */
  Optional<Instant> lastRefresh() throws TrustException {
    Optional<byte[]> text = readFile(REFRESHED, MAX_REFRESHED);
    try {
      return text.map(bytes -> Instant.parse(new String(bytes, StandardCharsets.UTF_8).strip()));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // only the guard against clocks that go back is lost
    }
  }

  void recordRefresh(Instant time) throws TrustException {
    put(REFRESHED, (time + "\n").getBytes(StandardCharsets.UTF_8));
  }
}

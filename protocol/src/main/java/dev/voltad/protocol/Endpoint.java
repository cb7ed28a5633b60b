package dev.voltad.protocol;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the socket of a home's daemon is, and whether it may be trusted.
 *
 * <p>The socket lies in a folder of mode 0700 that belongs to the user; whoever connects, and
 * whoever binds, looks first. Which socket it is stands in the home, in {@code self/endpoint}.
 */
public final class Endpoint {
  /** What {@code sockaddr_un} holds on every system we know, its end included. */
  private static final int MAX_PATH_BYTES = 104;

  private static final int MAX_ENDPOINT_BYTES = 4096;

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path home;

  /**
   * @param home the home; need not exist
   */
  public Endpoint(Path home) {
    this.home = home;
  }

  private Path file() {
    return home.resolve("self").resolve("endpoint");
  }

  /**
   * Where a daemon of this home should bind: {@code $XDG_RUNTIME_DIR/voltad/<hash>.sock}, else
   * {@code $TMPDIR/voltad-<uid>/<hash>.sock}, else the same in {@code /tmp}; whichever is first
   * that a socket's path has room for. The folder is made if it is missing.
   *
   * @throws IOException if the folder is not ours alone
   */
  public Path socketToBind(Map<String, String> environment) throws IOException {
    String name = homeId() + ".sock";
    Path folder = runtimeFolder(environment, name);
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException expected) {
      // the usual case
    }
    requireOurFolder(folder);
    return folder.resolve(name);
  }

  /**
   * Twelve hexadecimal digits that tell this home from others of the machine.
   *
   * @throws IOException if the home does not exist
   */
  public String homeId() throws IOException {
    return hash(home.toRealPath());
  }

  private static Path runtimeFolder(Map<String, String> environment, String name)
      throws IOException {
    Optional<Path> runtime = folder(environment, "XDG_RUNTIME_DIR");
    if (runtime.isPresent() && isOurs(runtime.get())) {
      Path folder = runtime.get().resolve("voltad");
      if (fits(folder.resolve(name))) {
        return folder;
      }
    }
    String ours = "voltad-" + ourUid();
    return folder(environment, "TMPDIR")
        .map(temporary -> temporary.resolve(ours))
        .filter(folder -> fits(folder.resolve(name)))
        .orElse(Path.of("/tmp", ours));
  }

  private static Optional<Path> folder(Map<String, String> environment, String variable) {
    String named = environment.getOrDefault(variable, "");
    return named.startsWith("/") && Files.isDirectory(Path.of(named))
        ? Optional.of(Path.of(named))
        : Optional.empty();
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length < MAX_PATH_BYTES;
  }

  /** Notes in the home which socket is its daemon's. */
  public void write(Path socket) throws IOException {
    Path fresh = file().resolveSibling("endpoint.new");
    Files.write(fresh, (socket + "\n").getBytes(StandardCharsets.UTF_8));
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the note, if it still names this socket. */
  public void remove(Path socket) throws IOException {
    if (read().equals(Optional.of(socket))) {
      Files.deleteIfExists(file());
    }
  }

  /** The socket on record; empty if there is none, or what is there names none. */
  public Optional<Path> read() throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file(), BasicFileAttributes.class);
      if (!found.isRegularFile() || found.size() > MAX_ENDPOINT_BYTES) {
        return Optional.empty(); // a pipe would keep us for ever
      }
      String text = Files.readString(file(), StandardCharsets.UTF_8).strip();
      return text.startsWith("/") ? Optional.of(Path.of(text)) : Optional.empty();
    } catch (NoSuchFileException | CharacterCodingException | InvalidPathException none) {
      return Optional.empty();
    }
  }

  /**
   * Looks whether a socket may be connected to.
   *
   * @throws IOException if it, or its folder, belongs to somebody else or can be changed by others
   */
  public static void requireOurs(Path socket) throws IOException {
    requireOurFolder(socket.getParent());
    BasicFileAttributes found =
        Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isOther()) {
      throw new IOException(socket + " is no socket");
    }
    if (!isOurs(socket)) {
      throw new IOException(socket + " belongs to user " + uid(socket));
    }
  }

  private static void requireOurFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is no folder");
    }
    if (!isOurs(folder)) {
      throw new IOException(folder + " belongs to user " + uid(folder));
    }
    Set<PosixFilePermission> mode =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    if (mode.stream().anyMatch(OTHERS::contains)) {
      throw new IOException(
          folder + " is open to others (" + PosixFilePermissions.toString(mode) + ")");
    }
  }

  private static boolean isOurs(Path path) throws IOException {
    return uid(path) == ourUid();
  }

  private static long uid(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
  }

  /** The user this process acts as. */
  public static long ourUid() {
    try {
      // Java's own way takes a user without a name, as containers have them, for root.
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException noProc) {
      return new UnixSystem().getUid();
    }
  }

  private static String hash(Path path) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(path.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

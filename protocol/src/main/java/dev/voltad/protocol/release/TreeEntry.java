package dev.voltad.protocol.release;

import java.util.List;
import java.util.Optional;

/**
 * One file or link of a release tree: either a {@code link} or all of {@code mode}, {@code size}
 * and {@code sha256}. It can only be made with a path and a target that stay inside the tree.
 *
 * @param path relative, for example {@code app/volta.jar}; printable ASCII without backslashes, at
 *     most 240 characters, and no part of it empty, {@code .} or {@code ..}
 * @param mode {@code 0644} or {@code 0755}
 * @param size in bytes, at most 256 MiB
 * @param sha256 64 lower-case hexadecimal digits
 * @param link the target, relative to the folder of the link; {@code ..} only at its beginning
 * @param blob of a file in a feed: how it is fetched; on disk there is none
 */
public record TreeEntry(
    String path,
    Optional<String> mode,
    Optional<Long> size,
    Optional<String> sha256,
    Optional<String> link,
    Optional<Blob> blob) {
  static final long MAX_BYTES = 256L << 20;
  private static final int MAX_PATH = 240;

  public TreeEntry {
    requirePath(path);
    boolean isFile = mode.isPresent() && size.isPresent() && sha256.isPresent();
    boolean isNoFile = mode.isEmpty() && size.isEmpty() && sha256.isEmpty();
    require(link.isPresent() ? isNoFile : isFile, "neither a file nor a link", path);
    mode.ifPresent(value -> require(value.matches("0644|0755"), "mode " + value, path));
    size.ifPresent(value -> require(value >= 0 && value <= MAX_BYTES, "size " + value, path));
    sha256.ifPresent(value -> require(value.matches("[0-9a-f]{64}"), "sha256 " + value, path));
    link.ifPresent(target -> requireInside(path, target));
    require(blob.isEmpty() || isFile, "blob of a link", path);
  }

  static TreeEntry file(String path, String mode, long size, String sha256) {
    return new TreeEntry(
        path,
        Optional.of(mode),
        Optional.of(size),
        Optional.of(sha256),
        Optional.empty(),
        Optional.empty());
  }

  static TreeEntry link(String path, String target) {
    return new TreeEntry(
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(target),
        Optional.empty());
  }

  /** The same, fetched so; or as it is on disk. */
  public TreeEntry withBlob(Optional<Blob> fetched) {
    return new TreeEntry(path, mode, size, sha256, link, fetched);
  }

  private static void requirePath(String path) {
    boolean isPlain = path != null && path.length() <= MAX_PATH && path.matches("[ -~&&[^\\\\]]+");
    require(isPlain, "path", path);
    for (String part : path.split("/", -1)) {
      require(!List.of("", ".", "..").contains(part), "path", path);
    }
  }

  /** No entry is below a link, so what these words say is where the target is. */
  private static void requireInside(String path, String target) {
    int depth = path.split("/").length - 1;
    String rest = target;
    while (rest.startsWith("../")) {
      rest = rest.substring("../".length());
      depth--;
    }
    require(depth >= 0, "link that leads out of the tree", path);
    requirePath(rest);
  }

  private static void require(boolean isSo, String what, String path) {
    if (!isSo) {
      throw new IllegalArgumentException("not allowed in a release tree: " + what + " of " + path);
    }
  }
}

package dev.voltad.tests.support;

import dev.voltad.migrate.layout.HomePath;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A picture of a tree that can be compared: for each path type, mode, and content or link target.
 *
 * @param entries from the path, relative and with its name byte-true, to for example {@code f 0644
 *     <sha256>}, {@code d 0755}, {@code l ../nowhere}
 */
public record TreeManifest(SortedMap<String, String> entries) {
  /** What a migration may leave beside the layout. */
  public static final Set<String> OURS = Set.of("self", "volta.lock");

  /** Tells the content of a file. */
  interface Contents {
    String of(Path file, BasicFileAttributes found) throws IOException;
  }

  private static final Contents READ = (file, found) -> sha256(Files.readAllBytes(file));

  /** Of everything below a folder, links not followed; without the named entries at its top. */
  public static TreeManifest of(Path top, Set<String> without) {
    return of(top, without, false, READ);
  }

  /** As {@link #of}, with the time each file and link was changed last. */
  public static TreeManifest withTimes(Path top, Set<String> without) {
    return of(top, without, true, READ);
  }

  /** Of a home, without what is ours. */
  public static TreeManifest ofHome(Path home) {
    return ofHome(home, READ);
  }

  static TreeManifest ofHome(Path home, Contents contents) {
    return of(home, OURS, false, contents);
  }

  private static TreeManifest of(
      Path top, Set<String> without, boolean withTimes, Contents contents) {
    SortedMap<String, String> entries = new TreeMap<>();
    try {
      Files.walkFileTree(
          top,
          EnumSet.noneOf(FileVisitOption.class),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes found)
                throws IOException {
              if (isLeftOut(path)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              return visitFile(path, found);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes found)
                throws IOException {
              if (!path.equals(top) && !isLeftOut(path)) {
                String time =
                    withTimes && !found.isDirectory() ? " " + found.lastModifiedTime() : "";
                entries.put(
                    HomePath.text(top.relativize(path)), describe(path, found, contents) + time);
              }
              return FileVisitResult.CONTINUE;
            }

            private boolean isLeftOut(Path path) {
              return top.equals(path.getParent())
                  && without.contains(path.getFileName().toString());
            }
          });
    } catch (IOException e) {
      throw new AssertionError("cannot read the tree " + top, e);
    }
    return new TreeManifest(entries);
  }

  private static String describe(Path path, BasicFileAttributes found, Contents contents)
      throws IOException {
    if (found.isSymbolicLink()) {
      return "l " + HomePath.text(Files.readSymbolicLink(path));
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    String type = found.isDirectory() ? "d" : found.isRegularFile() ? "f" : "?";
    String content = found.isRegularFile() ? " " + contents.of(path, found) : "";
    return type + " 0" + Integer.toOctalString(mode) + content;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** What lies below one folder, paths relative to it. Empty if there is no such folder. */
  public TreeManifest below(String folder) {
    SortedMap<String, String> part = new TreeMap<>();
    for (Map.Entry<String, String> entry : entries.tailMap(folder + "/").entrySet()) {
      if (!entry.getKey().startsWith(folder + "/")) {
        break;
      }
      part.put(entry.getKey().substring(folder.length() + 1), entry.getValue());
    }
    return new TreeManifest(part);
  }

  /** The lines that differ: {@code -} only here, {@code +} only there. Empty if nothing does. */
  public String diff(TreeManifest other) {
    StringBuilder lines = new StringBuilder();
    Set<String> all = new TreeSet<>(entries.keySet());
    all.addAll(other.entries.keySet());
    for (String path : all) {
      String here = entries.get(path);
      String there = other.entries.get(path);
      if (here == null || !here.equals(there)) {
        lines.append(here == null ? "" : "- " + path + "  " + here + "\n");
        lines.append(there == null ? "" : "+ " + path + "  " + there + "\n");
      }
    }
    return lines.toString();
  }

  /** Fails with the difference unless {@code actual} is the same. */
  public void assertSame(TreeManifest actual, String when) {
    String difference = diff(actual);
    if (!difference.isEmpty()) {
      throw new AssertionError(when + ": the tree differs (- wanted, + found)\n" + difference);
    }
  }
}

package dev.voltad.daemon.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Which folders and files these are, and when each was changed last.
 *
 * @param keys inode and device of each; "-" for one that is not there
 */
record Fingerprint(List<String> keys, List<String> changed) {

  static Fingerprint of(List<Path> paths) {
    List<String> keys = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Path path : paths) {
      try {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        keys.add(String.valueOf(found.fileKey()));
        changed.add(found.lastModifiedTime().toString());
      } catch (IOException notThere) {
        keys.add("-");
        changed.add("-");
      }
    }
    return new Fingerprint(List.copyOf(keys), List.copyOf(changed));
  }

  /** Whether the same folders and files are there, whatever is in them. */
  boolean isOfTheSame(Fingerprint other) {
    return keys.equals(other.keys);
  }
}

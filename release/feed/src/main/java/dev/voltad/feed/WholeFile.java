package dev.voltad.feed;

import java.io.IOException;
import java.nio.file.Path;

/** A file outside of a feed, written whole. */
record WholeFile(FeedDisk disk) {
  void write(Path file, byte[] bytes) throws IOException {
    Path place = file.toAbsolutePath();
    Path unfinished = place.resolveSibling(place.getFileName() + ".new");
    disk.write(unfinished, to -> to.write(bytes), false);
    disk.rename(unfinished, place);
    disk.sync(place.getParent());
  }
}

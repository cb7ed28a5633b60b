package dev.voltad.daemon.trust;

import java.net.URI;
import java.util.Locale;

/**
 * One copy of a feed: {@code https://}, {@code file:///}, or {@code http://} of this machine. Each
 * address ends in a slash.
 *
 * @param metadata where {@code timestamp.json} is
 * @param targets where targets are, by name
 * @param blobs where files are that only targets name, by hash
 */
public record Mirror(URI metadata, URI targets, URI blobs) {

  /**
   * @throws IllegalArgumentException if an address is of another kind
   */
  public Mirror {
    metadata = folder(metadata);
    targets = folder(targets);
    blobs = folder(blobs);
  }

  /**
   * The usual places in a feed.
   *
   * @param feed for example {@code https://example.org/feed}
   */
  public static Mirror ofFeed(URI feed) {
    URI top = folder(feed);
    return new Mirror(top.resolve("metadata/"), top.resolve("targets/"), top.resolve("blobs/"));
  }

  private static URI folder(URI address) {
    URI folder = address.toString().endsWith("/") ? address : URI.create(address.toString() + "/");
    boolean isFile =
        "file".equals(folder.getScheme()) && !folder.isOpaque() && folder.getRawAuthority() == null;
    if (!isFile && !HttpTransport.isAllowed(folder)) {
      throw new IllegalArgumentException(
          "neither https, nor file, nor http of this machine: " + address);
    }
    if (folder.getRawQuery() != null || folder.getRawFragment() != null) {
      throw new IllegalArgumentException("more than a folder: " + address);
    }
    return folder;
  }

  static boolean isFile(URI address) {
    return address.getScheme().toLowerCase(Locale.ROOT).equals("file");
  }
}

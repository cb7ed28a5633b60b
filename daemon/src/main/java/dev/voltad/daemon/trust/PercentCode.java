package dev.voltad.daemon.trust;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Any text as a part of a URL or as the name of a file (RFC 3986, section 2.3). */
final class PercentCode {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private PercentCode() {}

  /** All but letters, digits and {@code -._~} becomes {@code %XX} of its UTF-8. */
  static String encode(String text) {
    StringBuilder code = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) != -1) {
        code.append((char) b);
      } else {
        code.append('%').append(HEX.toHexDigits(b));
      }
    }
    return code.toString();
  }

  /** Each part between slashes. */
  static String encodePath(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(PercentCode::encode)
        .collect(Collectors.joining("/"));
  }
}

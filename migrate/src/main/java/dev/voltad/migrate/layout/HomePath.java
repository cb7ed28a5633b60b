package dev.voltad.migrate.layout;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Paths as text and back, byte for byte.
 *
 * <p>File names are bytes. A {@link Path} that came from a folder listing keeps them whatever the
 * locale is, but its text form does not, and a path made from text cannot hold what the locale
 * lacks. So text that is stored, and names that come out of JSON (always UTF-8), go through here: a
 * path that is UTF-8 is written as it is, any other as {@code %:} and its percent-encoded bytes.
 */
public final class HomePath {
  private static final String ENCODED = "%:";
  private static final String HEX = "0123456789ABCDEF";

  private HomePath() {}

  /** The stored form of a path, for example {@code tools/image/node/20.0.0}. */
  public static String text(Path path) {
    String plain = path.toString();
    if (isPlainAscii(plain)) {
      return plain;
    }
    byte[] bytes = bytes(path);
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return decoded.startsWith(ENCODED) ? ENCODED + percentEncoded(bytes) : decoded;
    } catch (CharacterCodingException notUtf8) {
      return ENCODED + percentEncoded(bytes);
    }
  }

  /**
   * The path that {@link #text} wrote, or that a UTF-8 name means.
   *
   * @throws IllegalArgumentException if the text holds a NUL or a broken percent sequence
   */
  public static Path of(String text) {
    if (isPlainAscii(text)) {
      return Path.of(text);
    }
    String encoded =
        text.startsWith(ENCODED)
            ? text.substring(ENCODED.length())
            : percentEncoded(text.getBytes(StandardCharsets.UTF_8));
    if (encoded.contains("%00")) {
      throw new IllegalArgumentException("a path cannot hold a NUL: " + encoded);
    }
    boolean absolute = encoded.startsWith("/");
    Path path = Path.of(URI.create("file://" + (absolute ? "" : "/") + encoded));
    return absolute ? path : path.getRoot().relativize(path);
  }

  /** The bytes the system knows the path by, without a NUL at the end. */
  public static byte[] bytes(Path path) {
    String uri = path.isAbsolute() ? path.toUri().getRawPath() : rooted(path).toUri().getRawPath();
    int from = path.isAbsolute() ? 0 : 1;
    int to = uri.length();
    if (to > from + 1 && uri.endsWith("/")) {
      to--; // toUri() marks folders; a Path never ends in a slash
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(to);
    for (int i = from; i < to; i++) {
      char c = uri.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(uri.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }

  private static Path rooted(Path relative) {
    return Path.of("/").resolve(relative);
  }

  private static boolean isPlainAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '%') {
        return false;
      }
    }
    return true;
  }

  private static String percentEncoded(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      boolean plain = Character.isLetterOrDigit(b & 0xff) && b > 0 || "/-_.~".indexOf(b) >= 0;
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return out.toString();
  }
}

package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A feed in a folder: {@code file:///media/feed/}. */
final class FileTransport implements Transport {
  private static final Pattern ENCODED_SLASH = Pattern.compile("%(2[Ff]|00)");

  @Override
  public Transfer open(URI address, long from) throws TrustException {
    // Decoded, it would name a file in another folder.
    if (ENCODED_SLASH.matcher(address.getRawPath()).find()) {
      throw TrustException.of(Kind.NOT_FOUND, address.toString(), "no file can be called so");
    }
    try {
      Path file = Path.of(address);
      if (!Files.exists(file)) {
        throw TrustException.of(Kind.NOT_FOUND, address.toString(), "there is no such file");
      }
      // Of a pipe or a device, nobody knows when it ends.
      if (!Files.isRegularFile(file)) {
        throw TrustException.of(Kind.UNREACHABLE, address.toString(), "is not a file");
      }
      long size = Files.size(file);
      InputStream stream = Files.newInputStream(file);
      long start = from <= size ? from : 0;
      stream.skipNBytes(start);
      return new Opened(address, stream, start, size - start);
    } catch (IOException | IllegalArgumentException e) {
      throw TrustException.because(Kind.UNREACHABLE, address.toString(), "cannot be read", e);
    }
  }

  private record Opened(URI address, InputStream stream, long from, long rest) implements Transfer {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(rest);
    }

    @Override
    public boolean isPage() {
      return false;
    }

    @Override
    public int read(byte[] block) throws TrustException {
      try {
        return stream.read(block);
      } catch (IOException e) {
        throw TrustException.because(Kind.UNREACHABLE, address.toString(), "cannot be read", e);
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}

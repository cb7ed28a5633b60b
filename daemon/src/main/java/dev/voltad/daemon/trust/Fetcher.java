package dev.voltad.daemon.trust;

import dev.voltad.daemon.trust.Transport.Transfer;
import dev.voltad.daemon.trust.TrustException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import javax.net.ssl.SSLSocketFactory;

/** Gets one file from one address, and never more of it than was agreed. */
final class Fetcher {
  private static final int BLOCK_BYTES = 1 << 16;

  private final Transport http;
  private final Transport file = new FileTransport();

  Fetcher(Proxies proxies, Speed speed, SSLSocketFactory tls) {
    http = new HttpTransport(proxies, speed, tls);
  }

  /** As this process and its JVM are set up. */
  static Fetcher ofThisProcess() {
    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return new Fetcher(Proxies.ofThisProcess(), Speed.DEFAULT, tls);
  }

  private Transfer open(URI address, long from) throws TrustException {
    return (Mirror.isFile(address) ? file : http).open(address, from);
  }

  /**
   * A file of metadata, whole.
   *
   * @param mostBytes a longer one is refused: as TOO_LARGE
   * @throws TrustException UNREACHABLE too if a page of HTML comes, as the portals of hotels send
   */
  byte[] metadata(String role, URI address, int mostBytes) throws TrustException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Transfer transfer = open(address, 0)) {
      byte[] block = new byte[BLOCK_BYTES];
      for (int n = transfer.read(block); n >= 0; n = transfer.read(block)) {
        if (bytes.size() + n > mostBytes) {
          throw TrustException.of(Kind.TOO_LARGE, role, "more than " + mostBytes + " bytes");
        }
        bytes.write(block, 0, n);
        if (bytes.size() == n && startsAsPage(block, n)) {
          throw TrustException.of(Kind.UNREACHABLE, role, "a page of HTML came instead");
        }
      }
      requireWhole(role, transfer, bytes.size());
    } catch (IOException e) {
      throw TrustException.because(Kind.UNREACHABLE, role, "broke off", e);
    }
    return bytes.toByteArray();
  }

  private static boolean startsAsPage(byte[] block, int length) {
    int i = 0;
    while (i < length && Character.isWhitespace(block[i])) {
      i++;
    }
    return i < length && block[i] == '<';
  }

  /** The JDK takes the end of a connection for the end of a body, however long it was to be. */
  private static void requireWhole(String name, Transfer transfer, long received)
      throws TrustException {
    if (transfer.length().isPresent() && transfer.length().getAsLong() != received) {
      throw TrustException.of(
          Kind.UNREACHABLE,
          name,
          "broke off after " + received + " of " + transfer.length().getAsLong() + " bytes");
    }
  }

  /** Where the bytes of a file go. */
  interface Sink {
    /**
     * @param from 0 if what was there before is worth nothing, else the place to go on
     */
    OutputStream openAt(long from) throws IOException;
  }

  /**
   * The rest of a file of known length.
   *
   * @param from how much is there already
   * @return where the answer began: {@code from} or 0
   * @throws TrustException MISMATCH if it is longer or shorter than {@code length}, STORE if the
   *     sink fails, UNREACHABLE or SLOW if it broke off: then what came until then is in the sink
   */
  long rest(String name, URI address, long from, long length, Sink sink) throws TrustException {
    try (Transfer transfer = open(address, from)) {
      long at = transfer.from();
      if (transfer.length().isPresent() && at + transfer.length().getAsLong() != length) {
        throw notAsLong(name, length, transfer);
      }
      try (OutputStream to = sink.openAt(at)) {
        byte[] block = new byte[BLOCK_BYTES];
        for (int n = transfer.read(block); n >= 0; n = transfer.read(block)) {
          at += n;
          if (at > length) {
            throw notAsLong(name, length, transfer);
          }
          to.write(block, 0, n);
        }
      }
      if (at < length) {
        throw transfer.length().isPresent()
            ? TrustException.of(Kind.UNREACHABLE, name, "broke off after " + at + " bytes")
            : notAsLong(name, length, transfer);
      }
      return transfer.from();
    } catch (IOException e) {
      throw TrustException.because(Kind.STORE, name, "cannot be written", e);
    }
  }

  private static TrustException notAsLong(String name, long length, Transfer transfer) {
    return transfer.isPage()
        ? TrustException.of(Kind.UNREACHABLE, name, "a page of HTML came instead")
        : TrustException.of(Kind.MISMATCH, name, "not " + length + " bytes long");
  }
}

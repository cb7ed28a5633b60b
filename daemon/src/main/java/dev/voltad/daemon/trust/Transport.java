package dev.voltad.daemon.trust;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;

/** Gets bytes from an address of one kind. */
interface Transport {

  /**
   * @param from where to begin, in bytes; the answer may begin at 0 all the same
   * @throws TrustException NOT_FOUND, UNREACHABLE or SLOW
   */
  Transfer open(URI address, long from) throws TrustException;

  /** One answer while it comes. Closing it before its end ends the connection. */
  interface Transfer extends Closeable {
    /** Where it begins: what was asked for, or 0. */
    long from();

    /** How many bytes are to come, if that is known. */
    OptionalLong length();

    /** Whether it calls itself a page of HTML. */
    boolean isPage();

    /**
     * @return how many bytes, or -1 at the end
     * @throws TrustException UNREACHABLE or SLOW
     */
    int read(byte[] block) throws TrustException;

    @Override
    void close() throws IOException;
  }
}

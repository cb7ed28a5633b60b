package dev.voltad.daemon.trust;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One exchange over HTTP, watched for its speed from the first byte of the request on. */
final class HttpTransfer implements Transport.Transfer {
  private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-.*");

  private final URI address;
  private final HttpURLConnection connection;
  private final SpeedWatch watch;
  private final Runnable cut;
  private int code;
  private InputStream stream = InputStream.nullInputStream();
  private boolean isAtEnd;

  private HttpTransfer(URI address, HttpURLConnection connection, Speed speed, Runnable cut) {
    this.address = address;
    this.connection = connection;
    this.cut = cut;
    watch = new SpeedWatch(speed, cut);
  }

  /**
   * Sends the request and waits for the head of the answer.
   *
   * @param cut ends the connection, whoever reads from it
   */
  static HttpTransfer begin(URI address, HttpURLConnection connection, Speed speed, Runnable cut)
      throws TrustException {
    HttpTransfer transfer = new HttpTransfer(address, connection, speed, cut);
    try {
      transfer.code = connection.getResponseCode();
      if (transfer.code / 100 == 2) {
        transfer.stream = connection.getInputStream();
      }
      return transfer;
    } catch (IOException e) {
      transfer.close();
      throw HttpTransport.failed(address, transfer.watch.wasTooSlow(), e);
    }
  }

  /** The status; -1 if what came is no HTTP. */
  int code() {
    return code;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(connection.getHeaderField(name));
  }

  boolean beginsAt(long offset) {
    OptionalLong start = rangeStart();
    return start.isPresent() && start.getAsLong() == offset;
  }

  private OptionalLong rangeStart() {
    Matcher range = RANGE.matcher(header("Content-Range").orElse(""));
    return range.matches() ? OptionalLong.of(Long.parseLong(range.group(1))) : OptionalLong.empty();
  }

  @Override
  public long from() {
    return code == HttpURLConnection.HTTP_PARTIAL ? rangeStart().orElse(0) : 0;
  }

  @Override
  public OptionalLong length() {
    long length = connection.getContentLengthLong();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  @Override
  public boolean isPage() {
    String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.startsWith("text/html") || type.startsWith("application/xhtml");
  }

  @Override
  public int read(byte[] block) throws TrustException {
    try {
      int n = stream.read(block);
      if (watch.wasTooSlow()) { // a body that is cut may say that it is at its end
        throw new EOFException("too slow");
      }
      isAtEnd = n < 0;
      watch.count(Math.max(n, 0));
      return n;
    } catch (IOException e) {
      throw HttpTransport.failed(address, watch.wasTooSlow(), e);
    }
  }

  /** A connection whose answer was read to its end serves the next request. */
  @Override
  public void close() {
    watch.close();
    if (!isAtEnd) {
      cut.run();
    }
  }
}

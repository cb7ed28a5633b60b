package dev.voltad.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads the daemon's server-sent events: an HTTP/1.1 answer in chunks, whose content is lines. Of
 * each event only its data, which is one line. An event may have 1 MiB.
 */
final class EventReader {
  private static final int MAX_CHUNK_BYTES = 1 << 20;

  private final InputStream stream;
  private BufferedReader lines;

  EventReader(InputStream stream) {
    this.stream = stream;
  }

  /**
   * The data of the next event; waits for it.
   *
   * @throws IOException if the stream ends, or is no such answer
   */
  String next() throws IOException {
    if (lines == null) {
      readHead();
      lines = new BufferedReader(new InputStreamReader(new Chunks(), StandardCharsets.UTF_8));
    }
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ")) {
        return line.substring("data: ".length());
      }
    }
    throw new IOException("the daemon has ended");
  }

  private void readHead() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status.isEmpty() ? "the daemon hung up" : "it answered " + status);
    }
    while (!line().isEmpty()) {
      // the daemon sends chunks, whatever else it says
    }
  }

  /** Up to the end of the line, which is not part of it; empty at the end of all. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = stream.read(); b >= 0 && b != '\n'; b = stream.read()) {
      line.append((char) b);
      if (line.length() > 8192) {
        throw new IOException("the answer is not HTTP/1.1");
      }
    }
    return line.toString().strip();
  }

  /** The content without its chunks. */
  private final class Chunks extends InputStream {
    private byte[] chunk = new byte[0];
    private int at;

    @Override
    public int read() throws IOException {
      return fill() ? chunk[at++] & 0xff : -1;
    }

    /** No more than is there, so that an event is not held back until the next one comes. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, chunk.length - at);
      System.arraycopy(chunk, at, bytes, offset, count);
      at += count;
      return count;
    }

    private boolean fill() throws IOException {
      if (at < chunk.length) {
        return true;
      }
      String head = line();
      if (!head.matches("[0-9a-fA-F]{1,6}") || Integer.parseInt(head, 16) > MAX_CHUNK_BYTES) {
        throw new IOException("the daemon has ended");
      }
      chunk = stream.readNBytes(Integer.parseInt(head, 16));
      at = 0;
      line();
      return chunk.length > 0;
    }
  }
}

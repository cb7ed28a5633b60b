package dev.voltad.tests.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Serves a folder over HTTP to this machine, and counts what is asked for. */
public final class FeedServer implements AutoCloseable {
  private final HttpServer server;
  private final Path folder;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private FeedServer(HttpServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  public static FeedServer start(Path folder) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    FeedServer feed = new FeedServer(server, folder);
    server.createContext("/", feed::answer);
    server.start();
    return feed;
  }

  /** What a mirror is named by. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** How much was asked for since the last time: answered or not. */
  public Count count() {
    return new Count(requests.getAndSet(0), bytes.getAndSet(0));
  }

  /**
   * @param bytes of bodies
   */
  public record Count(long requests, long bytes) {}

  private void answer(HttpExchange exchange) throws IOException {
    Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
    requests.incrementAndGet();
    try (exchange) {
      if (Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(200, Files.size(file));
        bytes.addAndGet(Files.copy(file, exchange.getResponseBody()));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

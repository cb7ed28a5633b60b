package dev.voltad.daemon.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves files over HTTP of this machine, with ranges, and misbehaves where it is told to. */
final class FeedServer implements AutoCloseable {
  static {
    // Else each small answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> tricks = new ConcurrentHashMap<>();
  private volatile Map<String, byte[]> files;

  /** Paths that were asked for, in order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  FeedServer(Map<String, byte[]> files) throws IOException {
    this.files = files;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Serves other files from now on. */
  void serve(Map<String, byte[]> other) {
    files = other;
  }

  /** Answers one path, for example {@code metadata/timestamp.json}, in another way. */
  void trick(String path, HttpHandler handler) {
    tricks.put(path, handler);
  }

  void untrick() {
    tricks.clear();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  Mirror mirror() {
    return Mirror.ofFeed(address());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String raw = exchange.getRequestURI().getRawPath().substring(1);
      requests.add(raw);
      HttpHandler trick = tricks.get(raw);
      if (trick != null) {
        trick.handle(exchange);
      } else if (files.containsKey(raw)) {
        answer(exchange, files.get(raw));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  static void answer(HttpExchange exchange, byte[] bytes) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
    if (range != null && from < bytes.length) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      send(exchange, 206, Arrays.copyOfRange(bytes, from, bytes.length));
    } else if (range != null) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      send(exchange, 200, bytes);
    }
  }

  static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.voltad.daemon.server;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What of a request matters.
 *
 * @param body at most 64 KiB; empty if there is none
 * @param wantsText whether plain text was asked for rather than JSON
 * @param wantsToWait whether the answer should come when the work is done
 */
record Request(
    String method,
    String path,
    String body,
    boolean wantsText,
    boolean wantsToWait,
    boolean isKeptAlive) {

  /** What follows the last slash of the path. */
  String lastSegment() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static Request of(FullHttpRequest request) {
    QueryStringDecoder query = new QueryStringDecoder(request.uri());
    String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
    List<String> wait = query.parameters().getOrDefault("wait", List.of());
    return new Request(
        request.method().name(),
        query.path(),
        request.content().toString(StandardCharsets.UTF_8),
        accept.startsWith("text/plain"),
        wait.contains("true"),
        HttpUtil.isKeepAlive(request));
  }
}

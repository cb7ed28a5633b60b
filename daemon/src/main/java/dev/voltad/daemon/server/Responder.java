package dev.voltad.daemon.server;

import dev.voltad.protocol.JobEvent;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Writes the answer to one request. Any thread may call it; netty writes on its own. */
final class Responder {
  private static final long HEARTBEAT_MILLIS = 1000;

  private final Channel channel;
  private final Traffic traffic;
  private final HttpHeaders headers = new DefaultHttpHeaders();
  private final boolean isKeptAlive;
  private final Runnable next;
  private volatile boolean isStreaming;

  /**
   * @param next called on the network thread when the answer has left and the connection stays
   */
  Responder(Channel channel, Traffic traffic, boolean isKeptAlive, Runnable next) {
    this.channel = channel;
    this.traffic = traffic;
    this.isKeptAlive = isKeptAlive;
    this.next = next;
  }

  void json(int status, Object body) {
    whole(status, "application/json", Json.line(body) + "\n");
  }

  void text(String body) {
    text("text/plain; charset=utf-8", body);
  }

  void text(String mediaType, String body) {
    whole(HttpResponseStatus.OK.code(), mediaType, body);
  }

  void problem(Problem problem) {
    whole(problem.code().httpStatus(), Problem.MEDIA_TYPE, Json.line(problem) + "\n");
  }

  /** The next whole answer carries this header too. */
  Responder header(CharSequence name, Object value) {
    headers.set(name, value);
    return this;
  }

  private void whole(int status, String type, String body) {
    traffic.answered(status);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), bytes(body));
    response.headers().set(headers);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    if (!isKeptAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    ChannelFuture written = channel.writeAndFlush(response);
    if (isKeptAlive) {
      written.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      written.addListener(left -> next.run());
    } else {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Begins an answer that goes on event by event; the connection closes after the last. */
  Events events() {
    return new Events(begin(JobEvent.MEDIA_TYPE));
  }

  /** Begins an answer without an end that is known; it ends with the connection. */
  Channel begin(String mediaType) {
    isStreaming = true;
    traffic.answered(HttpResponseStatus.OK.code());
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, mediaType);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    channel.writeAndFlush(response);
    return channel;
  }

  /** Whether {@link #begin} was called. */
  boolean isStreaming() {
    return isStreaming;
  }

  /** An answer under way. A slow reader misses lines rather than filling our memory. */
  static final class Events {
    private final Channel channel;
    private final ScheduledFuture<?> heartbeat;

    private Events(Channel channel) {
      this.channel = channel;
      this.heartbeat =
          channel
              .eventLoop()
              .scheduleAtFixedRate(
                  () -> write(JobEvent.HEARTBEAT),
                  HEARTBEAT_MILLIS,
                  HEARTBEAT_MILLIS,
                  TimeUnit.MILLISECONDS);
      channel.closeFuture().addListener(closed -> heartbeat.cancel(false));
    }

    void send(JobEvent event) {
      if (event.isLast()) {
        heartbeat.cancel(false);
        channel.write(new DefaultHttpContent(bytes(Json.line(event) + "\n")));
        channel
            .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
            .addListener(ChannelFutureListener.CLOSE);
      } else {
        write(event);
      }
    }

    private void write(JobEvent event) {
      if (channel.isWritable()) {
        channel.writeAndFlush(new DefaultHttpContent(bytes(Json.line(event) + "\n")));
      }
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}

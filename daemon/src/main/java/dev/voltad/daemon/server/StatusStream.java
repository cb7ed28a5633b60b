package dev.voltad.daemon.server;

import dev.voltad.daemon.job.StateBoard;
import dev.voltad.protocol.Json;
import dev.voltad.protocol.Status;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The status as server-sent events: at once, and whenever it changes, at most twenty times a
 * second. A reader that is slow misses what is in between, and gets the newest when it can take it;
 * none makes us keep more than one. A comment every 15 s shows that we live.
 *
 * <p>Owned by the network thread; {@link #changed} may be called on any.
 */
final class StatusStream extends ChannelInboundHandlerAdapter {
  static final String MEDIA_TYPE = "text/event-stream";

  private static final long GATHER_MILLIS = 50;
  private static final long HEARTBEAT_SECONDS = 15;

  private final Channel channel;
  private final Supplier<Status> status;
  private final AtomicBoolean isDue = new AtomicBoolean();
  private boolean isLate;
  private long count;

  private StatusStream(Channel channel, Supplier<Status> status) {
    this.channel = channel;
    this.status = status;
  }

  /** Goes on until the channel closes. */
  static void begin(Channel channel, Supplier<Status> status, StateBoard board, Traffic traffic) {
    StatusStream stream = new StatusStream(channel, status);
    channel.pipeline().addLast(stream);
    channel.config().setAutoRead(true); // a follower that goes gives its place up at once
    Runnable stop = board.listen(stream::changed);
    ScheduledFuture<?> heartbeat =
        channel
            .eventLoop()
            .scheduleAtFixedRate(
                stream::heartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    traffic.streamOpened();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              stop.run();
              heartbeat.cancel(false);
              traffic.streamClosed();
            });
    stream.send();
  }

  private void changed() {
    if (isDue.compareAndSet(false, true)) {
      channel.eventLoop().schedule(this::send, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    isDue.set(false);
    isLate = !channel.isWritable();
    if (!isLate) {
      write("id: " + ++count + "\nevent: status\ndata: " + Json.line(status.get()) + "\n\n");
    }
  }

  private void heartbeat() {
    if (channel.isWritable()) {
      write(": alive\n\n");
    }
  }

  private void write(String text) {
    channel.writeAndFlush(
        new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
    if (isLate && channel.isWritable()) {
      send();
    }
    super.channelWritabilityChanged(context);
  }
}

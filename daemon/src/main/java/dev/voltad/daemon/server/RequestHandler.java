package dev.voltad.daemon.server;

import dev.voltad.protocol.Problem;
import dev.voltad.protocol.ProblemCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes whole requests of one connection to the router, one at a time: the next is read when the
 * answer to the last has left. So the answers keep their order, and a client that sends and never
 * reads makes us keep one answer and not a thousand.
 *
 * <p>A client has {@code patience} for its next whole request, and as long again to take the
 * answer; then it is hung up on, however busily it sends. An answer that is a stream may last.
 *
 * <p>A client that has said all and ends its side still gets its answers: we see that end only when
 * we read again. For netty it is the end of the connection.
 *
 * <p>Owned by the network thread.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final Router router;
  private final Traffic traffic;
  private final Duration patience;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>(); // those of two reads, at most
  private ScheduledFuture<?> deadline;
  private Responder current; // null while we wait for a request

  RequestHandler(Router router, Traffic traffic, Duration patience) {
    this.router = router;
    this.traffic = traffic;
    this.patience = patience;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    awaitRequest(context);
    super.channelActive(context);
  }

  private void awaitRequest(ChannelHandlerContext context) {
    current = null;
    restartDeadline(context);
    FullHttpRequest next = waiting.poll();
    if (next == null) {
      context.read();
    } else {
      try {
        take(context, next);
      } finally {
        next.release();
      }
    }
  }

  /** What was read was no whole request. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (current == null) {
      context.read();
    }
    super.channelReadComplete(context);
  }

  private void restartDeadline(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    deadline =
        context
            .executor()
            .schedule(() -> hangUp(context), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void hangUp(ChannelHandlerContext context) {
    if (!isStreaming()) {
      LOG.debug("connection.late limit={}ms", patience.toMillis());
      context.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    if (isStreaming()) {
      LOG.debug("request.dropped"); // its answer would break into the one under way
    } else if (current != null) {
      waiting.add(message.retain());
    } else {
      take(context, message);
    }
  }

  private void take(ChannelHandlerContext context, FullHttpRequest message) {
    restartDeadline(context);
    boolean isReadable = message.decoderResult().isSuccess() && isOurVersion(message);
    boolean isKeptAlive = isReadable && HttpUtil.isKeepAlive(message);
    current = new Responder(context.channel(), traffic, isKeptAlive, () -> awaitRequest(context));
    if (isReadable) {
      answer(message);
    } else {
      current.problem(unreadable(message));
    }
  }

  private void answer(FullHttpRequest message) {
    Request request;
    try {
      request = Request.of(message);
    } catch (IllegalArgumentException e) {
      current.problem(badRequest("Its path holds a % without two hexadecimal digits."));
      return;
    }
    LOG.debug("request method={} path={}", request.method(), request.path());
    router.route(request, current);
  }

  private static boolean isOurVersion(FullHttpRequest message) {
    HttpVersion version = message.protocolVersion();
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }

  private static Problem unreadable(FullHttpRequest message) {
    return message.decoderResult().cause() instanceof TooLongHttpContentException
        ? new Problem(
            "Could not take the request.",
            "Its body is larger than " + WholeRequests.MAX_BODY_BYTES + " bytes.",
            ProblemCode.BAD_REQUEST,
            "Send less.")
        : badRequest("It is not HTTP/1.1, or its head is larger than 8 KiB.");
  }

  private static Problem badRequest(String why) {
    return new Problem(
        "Could not read the request.",
        why,
        ProblemCode.BAD_REQUEST,
        "See docs/protocol.md for examples.");
  }

  /** Whether an answer goes on until its job ends; the connection closes after it. */
  private boolean isStreaming() {
    return current != null && current.isStreaming();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (deadline != null) {
      deadline.cancel(false);
    }
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Of netty's codec: a client that went in the middle, or that floods us behind a stream.
    if (cause instanceof RuntimeException && !(cause instanceof CodecException)) {
      LOG.error("connection.broke", cause);
    } else {
      LOG.debug("connection.lost why={}", cause.toString());
    }
    context.close();
    if (cause instanceof Error error) {
      throw error;
    }
  }
}
